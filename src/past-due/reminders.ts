import { remindersReached } from './rules.ts';

/** A due invoice, its reminder days after the due date, and how many days ago it was due. */
export type DueReminders<Row> = { row: Row; reminderDays: readonly number[]; days: number };

/**
 * Records the reminders that are due. Returns true if the latest of any invoice is new: then one mail lists everything that is due. Missed reminders
 * are recorded with it, but never sent. `note` returns false for a reminder that was already recorded.
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
