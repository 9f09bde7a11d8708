import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useFieldArray, useFormState, useWatch } from 'react-hook-form';
import { HolidayDates, MAX_HOLIDAYS } from '../../src/schedules/holiday-contract.ts';
import { nextTwoYears, US_HOLIDAYS } from '../../src/schedules/holiday-rules.ts';
import { datesText } from '../../src/schedules/text-rules.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { HolidayFields } from './HolidayFields.tsx';
import { dayLabel } from './labels.ts';
import { type DatesForm, holidayFormOf, NEW_HOLIDAY, readDates, type ScheduleForm } from './schedule-form.ts';
import styles from './hours-inputs.module.css';

/** The holidays of a schedule. Each is a line with its next days, and can be opened for editing. */
export function HolidayInputs() {
  const { fields, append, remove } = useFieldArray<ScheduleForm, 'holidays', 'key'>({
    name: 'holidays',
    keyName: 'key',
  });
  const holidays = useWatch<ScheduleForm, 'holidays'>({ name: 'holidays' });
  const { errors } = useFormState<ScheduleForm>({ name: 'holidays' });
  const [opened, setOpened] = useState<number | null>(null);
  const missing = US_HOLIDAYS.filter(({ name }) => !holidays.some((one) => one.name === name));
  const full = fields.length >= MAX_HOLIDAYS ? `A schedule has at most ${MAX_HOLIDAYS} holidays.` : null;
  return (
    <fieldset className={styles.week}>
      <legend>Holidays</legend>
      {fields.length === 0 && <p className={styles.hint}>Holidays have hours that replace the weekly ones.</p>}
      <ul className={styles.holidays}>
        {fields.map(({ key }, index) => {
          const holiday = holidays[index] ?? NEW_HOLIDAY;
          const named = holiday.name || `holiday ${index + 1}`;
          const isOpen = opened === index || errors.holidays?.[index] !== undefined;
          return (
            <li key={key}>
              <div className={styles.line}>
                <div>
                  {holiday.name || 'New holiday'}
                  <small>{comesNext(holiday.dates)}</small>
                </div>
                {!isOpen && (
                  <Button small kind="quiet" aria-label={`Edit ${named}`} onClick={() => setOpened(index)}>
                    Edit
                  </Button>
                )}
                <IconButton
                  small
                  label={`Remove ${named}`}
                  icon={<IconX size={16} aria-hidden />}
                  onClick={() => {
                    remove(index);
                    setOpened(null);
                  }}
                />
              </div>
              {isOpen && <HolidayFields name={`holidays.${index}`} kind={holiday.dates.kind} of={named} />}
            </li>
          );
        })}
      </ul>
      <div className={styles.buttons}>
        <Button
          small
          icon={<IconPlus size={15} aria-hidden />}
          disabledReason={full}
          onClick={() => {
            append(NEW_HOLIDAY, { focusName: `holidays.${fields.length}.name` });
            setOpened(fields.length);
          }}
        >
          Add holiday
        </Button>
        <Button
          small
          disabledReason={missing.length === 0 ? 'All of them have been added.' : full}
          onClick={() => append(missing.map(holidayFormOf), { shouldFocus: false })}
        >
          Add US federal holidays
        </Button>
      </div>
    </fieldset>
  );
}

/** "fourth Thursday of November: Thu, Nov 26, 2026; Thu, Nov 25, 2027"; empty for incomplete dates. */
function comesNext(dates: DatesForm): string {
  const read = HolidayDates.safeParse(readDates(dates));
  if (!read.success) return '';
  const days = nextTwoYears(read.data, new Date().getFullYear()).map(({ from, to }) =>
    from === to ? dayLabel(from, true) : `${dayLabel(from, true)} to ${dayLabel(to, true)}`,
  );
  const rule = read.data.kind === 'yearly' || read.data.kind === 'weekday' ? `${datesText(read.data)}: ` : '';
  return `${rule}${days.join('; ')}`;
}
