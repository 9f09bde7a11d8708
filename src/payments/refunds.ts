import { closeOutdatedPage } from '../cards/open-pages.ts';
import type { CreditReason } from '../invoices/contract.ts';
import { amountText } from '../invoices/invoices.ts';
import { documentNumber } from '../invoices/rules.ts';
import { partnerToday } from '../invoices/settings/settings.ts';
import { allocate, type Share } from '../invoices/settlement/allocation.ts';
import { addCredit, balanceCredit, takeBack, unusedCredit } from '../invoices/settlement/settlement.ts';
import { forgetNotices, liftPastDue } from '../past-due/past-due.ts';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { accountOf, eventOf, lockedPayment, type PaymentRow, sharesLeft } from './payments.ts';
import * as sql from './sql.ts';

/** What a refund is taken from. `restMinor` had become credit that has been used, so invoices that it paid are open again. */
export type RefundSplit = { creditMinor: number; shares: Share[]; restMinor: number };

/** Unused credit comes first, such as from a credit note, then the invoices that the payment paid, the latest due first. */
export async function splitRefund(tx: Tx, row: PaymentRow, amountMinor: number): Promise<RefundSplit> {
  const creditMinor = Math.min(amountMinor, await unusedCredit(tx, accountOf(row)));
  const latestFirst = sharesLeft(row).toReversed();
  const open = latestFirst.map((share) => ({ id: share.id, dueMinor: share.amountMinor }));
  return { creditMinor, ...allocate(amountMinor - creditMinor, open) };
}

/**
 * Books a refund, with the tenant locked for a change of its status. Returns the booked amount, which is less than the refund if the payment had
 * already been taken back in part: never more than was paid is taken back.
 */
export async function bookRefund(tx: Tx, paymentId: string, amountMinor: number): Promise<number> {
  const row = await lockedPayment(tx, paymentId);
  const left = row.reversed_at === null ? Number(row.amount_minor) - Number(row.refunded_minor) : 0;
  const bookedMinor = Math.min(amountMinor, left);
  if (bookedMinor === 0) return 0;
  const { creditMinor, shares, restMinor } = await splitRefund(tx, row, bookedMinor);
  await sql.addRefunded(tx, row.id, bookedMinor, shares);
  const takenBack = { shares, creditMinor: creditMinor + restMinor, reason: 'refund' as const };
  await forgetNotices(tx, await takeBack(tx, accountOf(row), takenBack));
  return bookedMinor;
}

/** The money of a booked refund came back, or was never sent: it becomes credit of the tenant, which pays open invoices. */
export async function returnRefund(
  tx: Tx,
  paymentId: string,
  { bookedMinor, reason }: { bookedMinor: number; reason: 'refund_failed' | 'refund_reversed' },
  now: Date,
): Promise<void> {
  const row = await lockedPayment(tx, paymentId);
  await sql.addRefunded(tx, row.id, -bookedMinor);
  await returnMoney(tx, row, { amountMinor: bookedMinor, reason }, now);
}

/**
 * A payment that a lost dispute had reversed was reinstated, because the dispute was won on appeal. Its money is credit, which pays what is open: what it had
 * paid may have been paid another way meanwhile. False if it isn't reversed, or by hand.
 */
export async function reinstatePayment(tx: Tx, found: PaymentRow, reason: string, now: Date): Promise<boolean> {
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const row = await lockedPayment(tx, found.id);
  if (row.reversed_at === null || !row.reversed_by_dispute) return false;
  const amountMinor = Number(row.reversed_minor ?? row.amount_minor);
  const on = await partnerToday(tx, row.partner_id, now);
  await sql.reinstate(tx, row, { reinstatement: { on, reason }, amountMinor });
  await returnMoney(tx, row, { amountMinor, reason: 'payment_reinstated' }, now);
  await recordEvent(tx, SYSTEM, {
    ...eventOf('payment.reinstated', row, { ...accountOf(row), isThere: tenant !== undefined }),
    after: {
      invoice: documentNumber('invoice', row.invoice_number),
      amount: amountText(row.amount_minor, row.currency),
      currency: row.currency,
      reinstated: amountText(amountMinor, row.currency),
      reason,
    },
  });
  return true;
}

async function returnMoney(
  tx: Tx,
  row: PaymentRow,
  { amountMinor, reason }: { amountMinor: number; reason: CreditReason },
  now: Date,
): Promise<void> {
  await addCredit(tx, accountOf(row), { reason, amountMinor, invoiceId: null });
  await balanceCredit(tx, accountOf(row));
  await liftPastDue(tx, row.tenant_id, now);
  await closeOutdatedPage(tx, row.tenant_id);
}
