import type { Config } from '../platform/config.ts';
import { addJob, type Db } from '../platform/db/db.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { findPayment, reversePayment } from '../payments/payments.ts';
import { followUpSilent } from './follow-up.ts';
import { mailDispute } from './mails.ts';
import { type Dispute, ProviderRefusal } from './provider.ts';
import { openAttempt, settleAttempt } from './sending.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('card_payment');

type Ref = { tenantId: string; attemptId: string };
type Deps = { config: Config };
type Opened = NonNullable<Awaited<ReturnType<typeof openAttempt>>>;

/**
 * Reads the disputes of a charge and applies them, so the order of events doesn't matter. Only a lost one reverses the payment, and what comes after
 * changes nothing about that.
 */
export async function settleDisputes(db: Db, ref: Ref, now: Date, deps: Deps): Promise<void> {
  let opened = await openAttempt(db, ref, deps);
  if (opened?.attempt.payment_id === null) {
    // its own event has yet to come, so the payment is recorded first
    await settleAttempt(db, ref, now, deps);
    opened = await openAttempt(db, ref, deps);
  }
  const charge = opened?.attempt.charge_id ?? null;
  if (!opened || charge === null) return;
  const found = await listDisputes(opened, charge);
  await withOwner(db, ref.tenantId, async (tx, { partnerId, name }) => {
    const attempt = await sql.lockAttempt(tx, ref.attemptId);
    if (!attempt || attempt.dispute === 'lost') return;
    const state = stateOf(found) ?? attempt.dispute;
    if (state === null) return;
    // also where nothing is new: the next look waits from here on
    await sql.updateAttempt(tx, attempt.id, { dispute: state });
    if (state === attempt.dispute) return;
    await recordEvent(tx, SYSTEM, {
      ...eventOf('card_payment.disputed', { id: ref.tenantId, partnerId }, attempt.id),
      after: { dispute: state },
    });
    await mailDispute(tx, { attempt, partnerId, name }, state);
    const payment = attempt.payment_id === null ? undefined : await findPayment(tx, attempt.payment_id);
    if (state === 'lost' && payment && payment.reversed_at === null)
      await reversePayment(tx, SYSTEM, payment, { reason: 'The card’s bank took it back: dispute lost' }, now);
  });
}

/** What the disputes of a charge come to. Null: there are none. */
const stateOf = (disputes: readonly Dispute[]): Dispute['state'] | null =>
  (['lost', 'open', 'won'] as const).find((one) => disputes.some(({ state }) => state === one)) ?? null;

/** Nothing new of one that is looked up, if the account can't tell: its key was revoked, or the charge is another account's. A new one is asked for again. */
async function listDisputes({ provider, attempt }: Opened, charge: string): Promise<Dispute[]> {
  try {
    return await provider.listDisputes(charge);
  } catch (error) {
    if (!(error instanceof ProviderRefusal) || attempt.dispute === null) throw error;
    return [];
  }
}

/** Looks up each dispute that isn't decided: the provider's events can be lost for good, and until then nothing of the payment can be refunded. */
export const followUpDisputes = (db: Db, now: Date): Promise<void> =>
  followUpSilent(db, now, sql.openDisputes, (tx, { id, tenant_id: tenantId }) =>
    addJob(tx, 'settle_card_disputes', { tenantId, attemptId: id }, { key: `settle_card_disputes:${id}` }),
  );
