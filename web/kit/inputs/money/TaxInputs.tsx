import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { type FieldErrors, get, useFieldArray, useFormState, useWatch } from 'react-hook-form';
import { Button } from '../../../ui/Button.tsx';
import { useShift } from '../../forms/shift.ts';
import { localToday } from '../../words/days.ts';
import { newTax, type TaxForm, type TaxLines } from './taxes-form.ts';
import { TaxFields } from './TaxFields.tsx';
import { TaxLine } from './TaxLine.tsx';
import styles from './tax-inputs.module.css';

/** The part of the form used here. */
type FormWithTaxes = Record<string, TaxForm[]>;

type Props = {
  /** The path of the taxes in the form. */
  name: string;
  lines: TaxLines;
  currency: string;
  disabledReason: string | null;
};

/** An ordered list of taxes. Each line can be opened to edit it, and moved by buttons. */
export function TaxInputs({ name, lines, currency, disabledReason }: Props) {
  const { fields, append, remove, move } = useFieldArray<FormWithTaxes, string, 'key'>({ name, keyName: 'key' });
  const taxes = useWatch<FormWithTaxes, string>({ name });
  const { errors } = useFormState<FormWithTaxes>({ name });
  const faults: FieldErrors<FormWithTaxes>[string] = get(errors, name);
  const [opened, setOpened] = useState<number | null>(null);
  const { list, shift } = useShift((from, to) => {
    move(from, to);
    setOpened(opened === from ? to : opened === to ? from : opened);
  });
  const message = faults?.root?.message ?? faults?.message;
  return (
    <fieldset className={styles.taxes}>
      <legend>Taxes</legend>
      <p className={styles.hint}>
        Invoices print them in this order, and those in effect on the last day of a billing cycle apply. To change a
        rate from a day on, add the tax again with the same name and that day.
      </p>
      <ol ref={list}>
        {fields.map(({ key }, index) => {
          const tax = taxes[index] ?? newTax(localToday(), lines);
          const isOpen = opened === index || faults?.[index] !== undefined;
          return (
            <li key={key}>
              <TaxLine
                tax={tax}
                lines={lines}
                currency={currency}
                index={index}
                isLast={index === fields.length - 1}
                isOpen={isOpen}
                disabledReason={disabledReason}
                onToggle={() => setOpened(isOpen ? null : index)}
                onMove={(by) => shift(index, by)}
                onRemove={() => {
                  remove(index);
                  setOpened(null);
                }}
              />
              {isOpen && (
                <TaxFields
                  name={`${name}.${index}`}
                  tax={tax}
                  above={taxes.slice(0, index)}
                  lines={lines}
                  currency={currency}
                />
              )}
            </li>
          );
        })}
      </ol>
      {message && <p role="alert">{message}</p>}
      <Button
        small
        icon={<IconPlus size={15} aria-hidden />}
        disabledReason={disabledReason}
        onClick={() => {
          append(newTax(localToday(), lines), { focusName: `${name}.${fields.length}.name` });
          setOpened(fields.length);
        }}
      >
        Add tax
      </Button>
    </fieldset>
  );
}
