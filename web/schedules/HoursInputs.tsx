import { IconPlus, IconX } from '@tabler/icons-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { MAX_SPANS } from '../../src/schedules/hours-contract.ts';
import { SelectInput, TextInput } from '../kit/forms/form.tsx';
import { IconButton } from '../ui/Button.tsx';
import { NEW_SPAN } from './schedule-form.ts';
import styles from './hours-inputs.module.css';

const KINDS = [
  { value: 'spans', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'allDay', label: '24 hours' },
];

/** The hours of a day. `name`: the form's field with an `HoursForm`; `of`: the day. */
export function HoursInputs({ name, of }: { name: string; of: string }) {
  const kind = useFormContext<Record<string, string>>().watch(`${name}.kind`);
  return (
    <div className={styles.hours}>
      <span className={styles.of} aria-hidden>
        {of}
      </span>
      <SelectInput name={`${name}.kind`} label={of} options={KINDS} />
      {kind === 'spans' && <Spans name={`${name}.spans`} of={of} />}
    </div>
  );
}

/** The labels are only for screen readers, because the position of a field shows what it is. */
function Spans({ name, of }: { name: string; of: string }) {
  const { control } = useFormContext();
  const { fields, append, remove } = useFieldArray({ control, name });
  return (
    <div className={styles.spans}>
      {fields.map(({ id }, index) => (
        <div key={id} className={styles.span}>
          <TextInput name={`${name}.${index}.from`} label={spanLabel(of, 'from', index)} type="time" />
          <span aria-hidden>–</span>
          <TextInput name={`${name}.${index}.to`} label={spanLabel(of, 'to', index)} type="time" />
          {fields.length > 1 && (
            <IconButton
              small
              label={`Remove hours ${index + 1} of ${of}`}
              icon={<IconX size={16} aria-hidden />}
              onClick={() => remove(index)}
            />
          )}
          {index === fields.length - 1 && fields.length < MAX_SPANS && (
            <IconButton
              small
              label={`Add hours on ${of}`}
              icon={<IconPlus size={16} aria-hidden />}
              onClick={() => append(NEW_SPAN)}
            />
          )}
        </div>
      ))}
    </div>
  );
}

const spanLabel = (of: string, end: 'from' | 'to', index: number): string =>
  index === 0 ? `${of} ${end}` : `${of} ${end}, hours ${index + 1}`;
