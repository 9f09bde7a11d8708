import type { Logger } from 'pino';
import { ProfileTerms } from '../billing/profiles/terms-contract.ts';
import { microsOf } from '../billing/rating/amounts.ts';
import { dueByCurrency } from '../invoices/invoices.ts';
import { documentNumber } from '../invoices/rules.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { eachTenant } from '../platform/db/each-tenant.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { addDays } from '../platform/time/zoned-days.ts';
import { wallTime } from '../platform/time/zoned-times.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { boundsOf } from '../platform/values/currency-bounds.ts';
import { suspendTenant } from '../tenants/lifecycle/lifecycle.ts';
import { type Debtor, mailReminder, mailSuspension } from './mails.ts';
import { noteReminders } from './reminders.ts';
import { daysPastDue, isMailTime, isPastDue, isSuspensionTime } from './rules.ts';
import * as sql from './sql.ts';

/** Reminds tenants of unpaid invoices, and suspends those that are past due. It may run twice, even at the same time: each notice is sent once. */
export const chaseOverdue = (db: Db, now: Date, log: Logger): Promise<void> =>
  eachTenant(
    { db, log, failure: 'the unpaid invoices of a tenant could not be looked at' },
    (tx, after, atMost) => sql.tenantsWithDueInvoices(tx, now, after, atMost),
    (tenantId) => chaseTenant(db, tenantId, now),
  );

const chaseTenant = (db: Db, tenantId: string, now: Date): Promise<void> =>
  withOwner(db, tenantId, async (tx, { partnerId, name }) => {
    const found = await sql.findTenant(tx, tenantId);
    if (!found) return;
    const wall = wallTime(now.getTime(), found.timezone);
    const isNews = await sql.hasNewlyOverdue(tx, tenantId, now);
    // calls wait for this lock, so take it only if there may be something to do
    if (!isNews && !isMailTime(wall) && !isSuspensionTime(wall)) return;
    await lockTenantForStatus(tx, tenantId);
    if (isNews) await sql.noteOverdue(tx, tenantId, now);
    const tenant = await sql.findTenant(tx, tenantId);
    if (!tenant) return;
    const today = wall.slice(0, 10);
    const due = await readDue(tx, tenantId, today);
    const debtor = { tenantId, partnerId, name, email: tenant.billing_email };
    if (isMailTime(wall) && debtor.email !== '') await remind(tx, debtor, due, today);
    if (tenant.status !== 'CANCELLED' && isSuspensionTime(wall))
      await suspend(tx, debtor, due, { today, already: tenant.suspension_reasons });
  });

/** A due invoice, with the terms of its own billing cycle. */
type Due = { row: sql.DueRow; terms: ProfileTerms; days: number };

/** Leaves out invoices without terms. */
async function readDue(tx: Tx, tenantId: string, today: string): Promise<Due[]> {
  const rows = await sql.dueInvoices(tx, tenantId, today);
  return rows.flatMap((row) =>
    row.terms === null ? [] : [{ row, terms: ProfileTerms.parse(row.terms), days: daysPastDue(row.due_on, today) }],
  );
}

async function remind(tx: Tx, debtor: Debtor, due: readonly Due[], today: string): Promise<void> {
  const isNew = await noteReminders(
    due.map(({ row, terms, days }) => ({ row, reminderDays: terms.reminderDays, days })),
    (row, days) => sql.insertNotice(tx, { ...noticeOf(debtor, row), kind: 'reminder', days }),
  );
  if (!isNew) return;
  const suspensions = due
    .flatMap(({ row, terms }) => (terms.pastDueDays === null ? [] : [addDays(row.due_on, terms.pastDueDays)]))
    .toSorted();
  await mailReminder(
    tx,
    debtor,
    due.map(({ row }) => row),
    { today, suspendedOn: suspensions[0] ?? null },
  );
}

async function suspend(
  tx: Tx,
  debtor: Debtor,
  due: readonly Due[],
  { today, already }: { today: string; already: readonly string[] },
): Promise<void> {
  const past = due.filter(({ terms, days }) => isPastDue(terms, days));
  const [oldest] = past;
  if (!oldest || !isWorthIt(past)) return;
  let isNew = false;
  for (const { row } of past) {
    const given = await sql.insertNotice(tx, { ...noticeOf(debtor, row), kind: 'suspension', days: 0 });
    isNew ||= given;
  }
  if (!isNew || already.includes('past_due')) return;
  const note = `${documentNumber('invoice', oldest.row.number)} was due on ${oldest.row.due_on}.`;
  await suspendTenant(tx, SYSTEM, debtor.tenantId, { reason: 'past_due', note });
  await mailSuspension(
    tx,
    debtor,
    past.map(({ row }) => row),
    today,
  );
}

const noticeOf = ({ partnerId, tenantId }: Debtor, { id }: sql.DueRow) => ({ invoiceId: id, partnerId, tenantId });

/** Whether the past-due total of one currency is high enough. */
const isWorthIt = (past: readonly Due[]): boolean =>
  dueByCurrency(past.map(({ row }) => row)).some(
    ({ currency, minor }) => microsOf(BigInt(minor), decimalsOf(currency)) >= boundsOf(currency).smallestDebtMicros,
  );
