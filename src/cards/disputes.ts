import type { Config } from '../platform/config.ts';
import { type Db } from '../platform/db/db.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { findPayment, reversePayment } from '../payments/payments.ts';
import { mailDispute } from './mails.ts';
import { openAttempt } from './sending.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('card_payment');

/** Reads a dispute and applies it. Only a lost one reverses the payment, and events that come late change nothing about that. */
export async function settleDispute(
  db: Db,
  { tenantId, attemptId, disputeId }: { tenantId: string; attemptId: string; disputeId: string },
  now: Date,
  deps: { config: Config },
): Promise<void> {
  const opened = await openAttempt(db, { tenantId, attemptId }, deps);
  if (!opened) return;
  const { state, charge } = await opened.provider.readDispute(disputeId);
  await withOwner(db, tenantId, async (tx, { partnerId, name }) => {
    const attempt = await sql.lockAttempt(tx, attemptId);
    if (!attempt || attempt.charge_id !== charge || attempt.dispute === 'lost' || attempt.dispute === state) return;
    await sql.updateAttempt(tx, attempt.id, { dispute: state });
    await recordEvent(tx, SYSTEM, {
      ...eventOf('card_payment.disputed', { id: tenantId, partnerId }, attempt.id),
      after: { dispute: state },
    });
    await mailDispute(tx, { attempt, partnerId, name }, state);
    const payment = attempt.payment_id === null ? undefined : await findPayment(tx, attempt.payment_id);
    if (state === 'lost' && payment && payment.reversed_at === null)
      await reversePayment(tx, SYSTEM, payment, { reason: 'The card’s bank took it back: dispute lost' }, now);
  });
}
