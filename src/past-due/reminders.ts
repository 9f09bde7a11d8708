import { remindersReached } from './rules.ts';

/** An invoice that is due, the days after that on which it is reminded of, and how many days ago it was due. */
export type DueReminders<Row> = { row: Row; reminderDays: readonly number[]; days: number };

/**
 * Notes the reminders whose day has come. True if the last of an invoice's is new: then one mail names all that is due. Those that were missed are
 * noted with it, and never sent. `note` is false for one that was noted before.
 */
export async function noteReminders<Row>(
  due: readonly DueReminders<Row>[],
  note: (row: Row, step: number) => Promise<boolean>,
): Promise<boolean> {
  let isNew = false;
  for (const { row, reminderDays, days } of due) {
    const reached = remindersReached({ reminderDays }, days);
    for (const step of reached) {
      const given = await note(row, step);
      if (given && step === reached.at(-1)) isNew = true;
    }
  }
  return isNew;
}
