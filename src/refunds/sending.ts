import { findPaidAttempt } from '../cards/card-payments.ts';
import { openProvider } from '../cards/account.ts';
import { followUpSilent } from '../cards/follow-up.ts';
import { type PaymentProvider, type ProviderRefund, ProviderRefusal } from '../cards/provider.ts';
import { isKeyGood, toProviderMoney } from '../cards/rules.ts';
import { openAttempt, settleAttempt } from '../cards/sending.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { settleLater } from './refunds.ts';
import { applyRefund, failRefund } from './settling.ts';
import * as sql from './sql.ts';

type Deps = { config: Config };

/**
 * Asks the provider for a refund, or how it stands. It may run again after any failure: the refund's id is the idempotency key, and once that is too
 * old, the refund is looked for instead.
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
  if (!opened?.row || opened.charge === null) return;
  const { row, charge, provider } = opened;
  if (row.state !== 'asked' && row.state !== 'pending') return;
  if (!provider) return failRefund(db, { tenantId, ...row }, 'keys_removed', now);
  try {
    const refund = await ask(provider, row, charge, now);
    if (refund) await applyRefund(db, { tenantId, paymentId: row.payment_id }, refund, now);
    else await failRefund(db, { tenantId, ...row }, 'not_sent', now);
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    await failRefund(db, { tenantId, ...row }, error.kind === 'account' ? 'key_refused' : error.message, now);
  }
}

async function ask(
  provider: PaymentProvider,
  row: sql.RefundRow,
  charge: string,
  now: Date,
): Promise<ProviderRefund | undefined> {
  const money = toProviderMoney(Number(row.amount_minor), row.currency);
  if (row.state === 'asked' && money && isKeyGood(row.created_at, now))
    return provider.refund({ refundId: row.id, charge, money }, row.id);
  const all = await provider.listRefunds(charge);
  return all.find(({ id, refundId }) => id === row.provider_id || refundId === row.id);
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
