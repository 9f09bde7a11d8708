import { useFormContext } from 'react-hook-form';
import { WEEKDAYS } from '../../src/schedules/hours-contract.ts';
import { weekdayName } from '../../src/schedules/text-rules.ts';
import { Button } from '../ui/Button.tsx';
import { HoursInputs } from './HoursInputs.tsx';
import type { ScheduleForm } from './schedule-form.ts';
import styles from './hours-inputs.module.css';

/** The hours of each weekday. Monday's can be copied, because most offices have the same hours until Friday. */
export function WeekInputs() {
  const { getValues, setValue } = useFormContext<ScheduleForm>();
  const copyMonday = () => {
    const monday = getValues('week.monday');
    for (const day of ['tuesday', 'wednesday', 'thursday', 'friday'] as const)
      setValue(`week.${day}`, structuredClone(monday), { shouldDirty: true, shouldValidate: true });
  };
  return (
    <fieldset className={styles.week}>
      <legend>Weekly hours</legend>
      {WEEKDAYS.map((day) => (
        <HoursInputs key={day} name={`week.${day}`} of={weekdayName(day)} />
      ))}
      <div className={styles.buttons}>
        <Button small onClick={copyMonday}>
          Copy Monday to Tuesday–Friday
        </Button>
      </div>
      <p className={styles.hint}>Hours that end before they begin continue into the next day, such as 10 PM to 2 AM.</p>
    </fieldset>
  );
}
