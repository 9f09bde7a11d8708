import { openProvider } from '../cards/account/account.ts';
import { findPaidAttempt } from '../cards/card-payments.ts';
import { followUpSilent } from '../cards/follow-up.ts';
import {
  KEY_REUSED,
  NOT_FOUND,
  type PaymentProvider,
  type ProviderRefund,
  ProviderRefusal,
  type RefundRequest,
} from '../cards/provider.ts';
import { isKeyGood, toProviderMoney } from '../cards/rules.ts';
import { openAttempt, settleAttempt } from '../cards/sending.ts';
import type { Config } from '../platform/config.ts';
import { asPartner, type Db } from '../platform/db/db.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { settleLater } from './refunds.ts';
import { applyRefund, failRefund, markUnclear } from './settling.ts';
import * as sql from './sql.ts';

type Deps = { config: Config };

/**
 * Requests a refund from the provider, or its state. It may run again after any failure: the refund's id is the idempotency key, and once that is too
 * old, the refund is looked up instead. If it can't be looked up, it becomes unclear.
 */
export async function settleRefund(
  db: Db,
  { tenantId, refundId }: { tenantId: string; refundId: string },
  now: Date,
  deps: Deps,
): Promise<void> {
  const opened = await withOwner(db, tenantId, async (tx, { partnerId }) => {
    const row = await sql.findRefund(tx, refundId);
    const attempt = row && (await findPaidAttempt(tx, row.payment_id));
    return { row, charge: attempt?.charge_id ?? null, provider: await openProvider(tx, partnerId, deps) };
  });
  if (!opened?.row) return;
  const { row, charge, provider } = opened;
  if (row.state === 'succeeded' || row.state === 'failed') return;
  const ids = { tenantId, ...row };
  if (!provider) return markUnclear(db, ids, 'keys_removed', now);
  if (charge === null) return markUnclear(db, ids, 'charge_unknown', now);
  const outcome = await ask(provider, row, charge, now);
  if (outcome.kind === 'known') await applyRefund(db, { tenantId, paymentId: row.payment_id }, outcome.refund, now);
  else if (outcome.kind === 'none') await failRefund(db, ids, outcome.failure, now);
  else await markUnclear(db, ids, outcome.failure, now);
}

/** What the provider says of a refund. `none`: it was never made. `unclear`: this account can't tell. */
type Outcome = { kind: 'known'; refund: ProviderRefund } | { kind: 'none' | 'unclear'; failure: string };

/** An unclear refund is only looked up, because somebody may have refunded at the provider meanwhile. */
function ask(provider: PaymentProvider, row: sql.RefundRow, charge: string, now: Date): Promise<Outcome> {
  const money = toProviderMoney(Number(row.amount_minor), row.currency);
  return row.state === 'asked' && money && isKeyGood(row.created_at, now)
    ? make(provider, row, { refundId: row.id, charge, money })
    : lookUp(provider, row, charge);
}

const make = (provider: PaymentProvider, row: sql.RefundRow, request: RefundRequest): Promise<Outcome> =>
  unlessRefused(
    async () => ({ kind: 'known', refund: await provider.refund(request, row.id) }),
    // an earlier call may have succeeded with another account, or before the key was revoked, and its response was lost
    ({ kind, message }) => ({
      kind: kind === 'account' || message === NOT_FOUND || message === KEY_REUSED ? 'unclear' : 'none',
      failure: message,
    }),
  );

const lookUp = (provider: PaymentProvider, row: sql.RefundRow, charge: string): Promise<Outcome> =>
  unlessRefused(
    async () => {
      const all = await provider.listRefunds(charge);
      const refund = all.find(({ id, refundId }) => id === row.provider_id || refundId === row.id);
      if (refund) return { kind: 'known', refund };
      if (row.provider_id !== null) return { kind: 'unclear', failure: NOT_FOUND };
      // refused if the charge is another account's
      await provider.readCharge(charge);
      return { kind: 'none', failure: 'not_sent' };
    },
    ({ message }) => ({ kind: 'unclear', failure: message }),
  );

async function unlessRefused(
  work: () => Promise<Outcome>,
  refused: (refusal: ProviderRefusal) => Outcome,
): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    return refused(error);
  }
}

/** The provider has news of a card payment's refunds. All of them are read, so the order of events doesn't matter. */
export async function settleRefundsOf(
  db: Db,
  ref: { tenantId: string; attemptId: string },
  now: Date,
  deps: Deps,
): Promise<void> {
  let opened = await openAttempt(db, ref, deps);
  if (opened?.attempt.payment_id === null) {
    // its own event has yet to come, so the payment is recorded first
    await settleAttempt(db, ref, now, deps);
    opened = await openAttempt(db, ref, deps);
  }
  if (!opened || opened.attempt.payment_id === null || opened.attempt.charge_id === null) return;
  const payment = { tenantId: ref.tenantId, paymentId: opened.attempt.payment_id };
  for (const refund of await opened.provider.listRefunds(opened.attempt.charge_id))
    await applyRefund(db, payment, refund, now);
}

/** Looks up each refund that the provider hasn't decided on. */
export const followUpRefunds = (db: Db, now: Date): Promise<void> =>
  followUpSilent(db, now, sql.runningRefunds, (tx, { id, tenant_id: tenantId }) =>
    settleLater(tx, { tenantId, refundId: id }),
  );

/** Looks up unclear refunds once a partner's account can be used again. */
export const resumeRefunds = (db: Db, partnerId: string): Promise<void> =>
  asPartner(db, partnerId, async (tx) => {
    for (const { id, tenant_id: tenantId } of await sql.unclearRefunds(tx, partnerId))
      await settleLater(tx, { tenantId, refundId: id });
  });
