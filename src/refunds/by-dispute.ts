import { partnerToday } from '../invoices/settings/settings.ts';
import { lockedPayment, type PaymentRow, reversePayment } from '../payments/payments.ts';
import { bookRefund, reinstatePayment, returnRefund } from '../payments/refunds.ts';
import type { Tx } from '../platform/db/db.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { recordRefunded, recordReversed } from './settling.ts';
import * as sql from './sql.ts';

const [LOST, WON_ON_APPEAL] = [
  'The card’s bank took it back: dispute lost',
  'The card’s bank gave it back: dispute won on appeal',
];

/**
 * Takes back of a payment what its card's bank has taken in lost disputes, at most what is left of it, and gives back what the bank gave back since. All that
 * is left reverses the payment; a part is booked as a refund. Call it with the tenant locked for a change of its status. Returns the change of what is
 * taken back, negative if it is less than before, and whether the payment is reversed.
 */
export async function followLostDisputes(
  tx: Tx,
  paymentId: string,
  lostMinor: number,
  now: Date,
): Promise<{ changeMinor: number; isReversed: boolean }> {
  const found = await lockedPayment(tx, paymentId);
  const parts = await sql.lockDisputed(tx, paymentId);
  const whole = found.reversed_by_dispute ? Number(found.reversed_minor ?? found.amount_minor) : 0;
  const before = parts.reduce((sum, part) => sum + Number(part.booked_minor), whole);
  let takenMinor = before;

  const giveBack = async (isToGive: (partMinor: number) => boolean): Promise<void> => {
    for (const part of parts) {
      const partMinor = Number(part.booked_minor);
      if (part.state !== 'succeeded' || !isToGive(partMinor)) continue;
      await givePartBack(tx, found, part, now);
      part.state = 'reversed';
      takenMinor -= partMinor;
    }
  };
  // first the parts that fit
  await giveBack((partMinor) => takenMinor - partMinor >= lostMinor);
  if (takenMinor > lostMinor && (await reinstatePayment(tx, found, WON_ON_APPEAL, now))) takenMinor -= whole;
  await giveBack(() => takenMinor > lostMinor);

  if (takenMinor < lostMinor) takenMinor += await take(tx, paymentId, lostMinor - takenMinor, now);
  const { reversed_at: reversedAt } = await lockedPayment(tx, paymentId);
  return { changeMinor: takenMinor - before, isReversed: reversedAt !== null };
}

/** Returns the amount that was taken back: nothing is left of a payment that somebody reversed, or that was refunded. */
async function take(tx: Tx, paymentId: string, lostMinor: number, now: Date): Promise<number> {
  const payment = await lockedPayment(tx, paymentId);
  const leftMinor = payment.reversed_at === null ? Number(payment.amount_minor) - Number(payment.refunded_minor) : 0;
  if (leftMinor === 0) return 0;
  if (lostMinor >= leftMinor) {
    await reversePayment(tx, SYSTEM, { found: payment, input: { reason: LOST, byDispute: true }, now });
    return leftMinor;
  }
  const part = await sql.insertRefund(tx, payment, {
    amount_minor: lostMinor,
    reason: LOST,
    state: 'succeeded',
    by_dispute: true,
    booked_minor: await bookRefund(tx, payment.id, lostMinor),
    booked_on: await partnerToday(tx, payment.partner_id, now),
    booked_at: sql.NOW,
  });
  await recordRefunded(tx, SYSTEM, { payment, partnerId: payment.partner_id, isThere: true }, part);
  return lostMinor;
}

async function givePartBack(tx: Tx, payment: PaymentRow, part: sql.RefundRow, now: Date): Promise<void> {
  const reversal = {
    state: 'reversed' as const,
    reversal_reason: WON_ON_APPEAL,
    returned_on: await partnerToday(tx, payment.partner_id, now),
  };
  await sql.updateRefund(tx, part.id, reversal, 'returned_at');
  await returnRefund(tx, payment.id, { bookedMinor: Number(part.booked_minor), reason: 'refund_reversed' }, now);
  const known = { payment, partnerId: payment.partner_id, isThere: true };
  await recordReversed(tx, SYSTEM, known, { row: part, reason: WON_ON_APPEAL });
}
