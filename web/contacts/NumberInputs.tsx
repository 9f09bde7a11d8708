import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { MAX_NUMBERS_OF_CONTACT, NUMBER_KINDS } from '../../src/address-book/contract.ts';
import { SelectInput, TextInput } from '../kit/forms/form.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { type ContactForm, newNumber } from './contact-form.ts';
import { KIND_LABELS } from './kinds.ts';
import styles from './number-inputs.module.css';

const KINDS = NUMBER_KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind] }));

export function NumberInputs() {
  const { control } = useFormContext<ContactForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'numbers' });
  return (
    <fieldset className={styles.numbers}>
      <legend>Numbers</legend>
      {fields.map(({ id }, index) => (
        <div key={id} className={styles.row}>
          <TextInput name={`numbers.${index}.number`} label={`Number ${index + 1}`} type="tel" inputMode="tel" />
          <SelectInput name={`numbers.${index}.kind`} label={`Kind of number ${index + 1}`} options={KINDS} />
          <div className={styles.remove}>
            <IconButton
              label={`Remove number ${index + 1}`}
              icon={<IconTrash size={17} aria-hidden />}
              disabledReason={fields.length === 1 ? 'A contact needs at least one number.' : null}
              onClick={() => remove(index)}
            />
          </div>
        </div>
      ))}
      <Button
        small
        icon={<IconPlus size={15} aria-hidden />}
        disabledReason={
          fields.length >= MAX_NUMBERS_OF_CONTACT ? `A contact has at most ${MAX_NUMBERS_OF_CONTACT} numbers.` : null
        }
        onClick={() => append(newNumber)}
      >
        Add another number
      </Button>
    </fieldset>
  );
}
