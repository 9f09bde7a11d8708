import type { Logger } from 'pino';
import { readIdentity } from '../../invoices/settings/settings.ts';
import { reminderText } from '../../past-due/mails.ts';
import { noteReminders } from '../../past-due/reminders.ts';
import { daysPastDue, isMailTime } from '../../past-due/rules.ts';
import { type Db, inContext, type Tx } from '../../platform/db/db.ts';
import { queueMail } from '../../platform/db/mail/mail.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { wallTime } from '../../platform/time/zoned-times.ts';
import * as sql from '../sql.ts';
import { ZONE } from '../terms.ts';
import { eachPartner } from './each-partner.ts';

/** Reminds partners of unpaid invoices, by the days of their terms as they are now. It may run twice, even at the same time: each reminder is sent once. */
export const remindPartners = (db: Db, now: Date, log: Logger): Promise<void> =>
  eachPartner(db, log, 'could not be reminded', (partnerId) =>
    inContext(db, { operator: true, partnerId }, (tx) => remindPartner(tx, partnerId, now)),
  );

async function remindPartner(tx: Tx, partnerId: string, now: Date): Promise<void> {
  const terms = await sql.lockTerms(tx, partnerId);
  if (!terms || terms.billing_email === '' || terms.reminder_days.length === 0) return;
  const { seller: partner, timezone } = await readIdentity(tx, partnerId);
  // days are the operator's, but mail comes when the partner's people read it
  if (!isMailTime(wallTime(now.getTime(), timezone))) return;
  const today = dayAt(now.getTime(), ZONE);
  const due = await sql.dueInvoices(tx, partnerId, today);
  const isNew = await noteReminders(
    due.map((row) => ({ row, reminderDays: terms.reminder_days, days: daysPastDue(row.due_on, today) })),
    (row, days) => sql.insertReminder(tx, { invoice_id: row.id, partner_id: partnerId, days }),
  );
  if (!isNew) return;
  await queueMail(tx, {
    kind: 'wholesale',
    to: terms.billing_email,
    partnerId,
    ...reminderText(partner.name, due, { series: 'wholesale' }),
    occasion: `wholesale-reminder:${partnerId}:${today}`,
  });
}
