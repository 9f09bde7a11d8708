import { amountText, findInvoice } from '../invoices/invoices.ts';
import { partnerToday } from '../invoices/settings/settings.ts';
import { PaymentCreate } from '../payments/contract.ts';
import { recordPayment } from '../payments/payments.ts';
import type { Config } from '../platform/config.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { newId } from '../platform/values/ids.ts';
import { isLiveAccount } from './account/account.ts';
import { mailFailure, mailOverpaid, mailReceipt, mailUnclear } from './mails.ts';
import type { Card, Charge, PageState } from './provider.ts';
import { cardText, isRunning, isSameMoney, toProviderMoney } from './rules.ts';
import * as sql from './sql.ts';

type Deps = { config: Config };
type Ref = { tenantId: string; attemptId: string };
type Owned = { attempt: sql.AttemptRow; partnerId: string; name: string };

const eventOf = eventsOf('card_payment');

/** Whether its state is final. A payment that failed or was cancelled may still turn out to be paid. */
const isSettled = ({ state }: sql.AttemptRow): boolean => state === 'succeeded' || state === 'unclear';

/** Locks an attempt and its tenant, so that each outcome is applied once, however often it is reported. */
const withAttempt = (
  db: Db,
  { tenantId, attemptId }: Ref,
  work: (tx: Tx, owned: Owned) => Promise<void>,
): Promise<void> =>
  withOwner(db, tenantId, async (tx, { partnerId, name }) => {
    await lockTenantForStatus(tx, tenantId);
    const attempt = await sql.lockAttempt(tx, attemptId);
    if (attempt && !isSettled(attempt)) await work(tx, { attempt, partnerId, name });
  });

/** Brings an attempt in line with its charge. It may run twice, late, and in any order. */
export const applyCharge = (
  db: Db,
  ref: Ref,
  { charge, now, deps }: { charge: Charge; now: Date; deps: Deps },
): Promise<void> =>
  withAttempt(db, ref, async (tx, owned) => {
    const { attempt } = owned;
    const fault = await mismatch(tx, owned, charge);
    if (fault !== null) return park(tx, owned, charge.id, fault);
    if (charge.state === 'succeeded') return succeed(tx, owned, charge, now);
    if (!isRunning(attempt)) return;
    if (charge.state === 'processing')
      return sql.updateAttempt(tx, attempt.id, { state: 'processing', charge_id: charge.id, page_url: null });
    // another card can be tried on a page until it closes; otherwise a failure is final
    const isOver = attempt.page_id === null || attempt.state === 'processing';
    if (isOver && charge.state !== 'open')
      return end(tx, owned, { failure: charge.failure, chargeId: charge.id, deps });
    // nothing new, but the time of the next look-up counts from here
    await sql.updateAttempt(tx, attempt.id, {});
  });

export async function applyPage(
  db: Db,
  ref: Ref,
  { page, now, deps }: { page: PageState; now: Date; deps: Deps },
): Promise<void> {
  if (page.state === 'paid') return applyCharge(db, ref, { charge: page.charge, now, deps });
  if (page.state === 'open') return;
  await withAttempt(db, ref, async (tx, owned) => {
    const { attempt } = owned;
    if (page.state === 'closed') {
      if (isRunning(attempt)) await sql.updateAttempt(tx, attempt.id, { state: 'cancelled', page_url: null });
      return;
    }
    const customer = await sql.findCustomer(tx, attempt.tenant_id);
    const live = await isLiveAccount(tx, owned.partnerId);
    if (page.attemptId !== attempt.id || page.customer !== customer || page.live !== live)
      return park(tx, owned, null, 'of somebody else');
    await sql.updateAttempt(tx, attempt.id, { state: 'succeeded', page_url: null });
    await keepCard(tx, owned, page.card);
  });
}

/** The provider refused, so nothing was done. */
export const failAttempt = (db: Db, ref: Ref, failure: string, deps: Deps): Promise<void> =>
  withAttempt(db, ref, async (tx, owned) => {
    if (isRunning(owned.attempt)) await end(tx, owned, { failure, chargeId: null, deps });
  });

/**
 * The outcome can't be read any more: the keys were removed, or are those of another account. A charge that was sent, or that the bank was working on, may
 * have been made, so the partner is asked to look.
 */
export const abandonAttempt = (db: Db, ref: Ref, failure: string): Promise<void> =>
  withAttempt(db, ref, async (tx, owned) => {
    const { attempt } = owned;
    if (!isRunning(attempt)) return;
    if (attempt.state === 'processing' || isSentCharge(attempt)) return park(tx, owned, attempt.charge_id, failure);
    await sql.updateAttempt(tx, attempt.id, { state: 'cancelled', failure, page_url: null });
  });

/** Whether the provider may have charged a saved card for it, and the response was lost. A page is opened without charging anybody. */
export const isSentCharge = ({ card, sent_at: sentAt, charge_id: chargeId }: sql.AttemptRow): boolean =>
  card !== null && sentAt !== null && chargeId === null;

/** An attempt that the provider doesn't have, and that isn't wanted any more. */
export const cancelAttempt = (db: Db, ref: Ref, failure: string): Promise<void> =>
  withAttempt(db, ref, async (tx, { attempt, partnerId }) => {
    if (isRunning(attempt)) await cancelUnsent(tx, { attempt, partnerId, failure });
  });

/** The same, with the tenant and the attempt locked. */
export async function cancelUnsent(
  tx: Tx,
  { attempt, partnerId, failure }: { attempt: sql.AttemptRow; partnerId: string; failure: string },
): Promise<undefined> {
  await sql.updateAttempt(tx, attempt.id, { state: 'cancelled', failure });
  await recordEvent(tx, SYSTEM, {
    ...eventOf('card_payment.cancelled', { id: attempt.tenant_id, partnerId }, attempt.id),
    after: { kind: attempt.kind, failure },
  });
}

/** How a charge differs from our request. Null if it doesn't. */
async function mismatch(tx: Tx, { attempt, partnerId }: Owned, charge: Charge): Promise<string | null> {
  const { amount_minor: minor, currency } = attempt;
  const expected = minor === null || currency === null ? null : toProviderMoney(Number(minor), currency);
  if (!expected || !isSameMoney(expected, charge.money)) return 'another amount';
  if (charge.attemptId !== attempt.id) return 'another payment';
  if (charge.customer !== (await sql.findCustomer(tx, attempt.tenant_id))) return 'another customer';
  if (charge.live !== (await isLiveAccount(tx, partnerId))) return 'another mode';
  return null;
}

async function succeed(tx: Tx, owned: Owned, charge: Charge, now: Date): Promise<void> {
  const { attempt, partnerId } = owned;
  const invoice = attempt.invoice_id === null ? undefined : await findInvoice(tx, attempt.invoice_id);
  if (!invoice) throw new Error(`The invoice of card payment ${attempt.id} is missing.`);
  const done = { state: 'succeeded' as const, charge_id: charge.id, page_url: null, failure: null };
  await sql.updateAttempt(tx, attempt.id, done);
  const payment = await recordPayment(tx, SYSTEM, {
    found: invoice,
    input: PaymentCreate.parse({
      amount: amountText(attempt.amount_minor ?? 0, invoice.currency),
      paidOn: await partnerToday(tx, partnerId, now),
      method: 'card',
      reference: charge.card ? cardText(charge.card) : '',
      // the invoice may have been paid another way meanwhile
      overpayment: 'keep',
    }),
    now,
  });
  await sql.updateAttempt(tx, attempt.id, { payment_id: payment.id });
  if (attempt.saves_card && charge.card) await keepCard(tx, owned, charge.card);
  await mailReceipt(tx, owned, payment);
  if (Number(payment.toCredit) > 0) await mailOverpaid(tx, owned, payment);
}

/** A failure is final: another attempt is another row. */
async function end(
  tx: Tx,
  owned: Owned,
  { failure, chargeId, deps: { config } }: { failure: string; chargeId: string | null; deps: Deps },
): Promise<void> {
  const { attempt, partnerId } = owned;
  await sql.updateAttempt(tx, attempt.id, { state: 'failed', failure, charge_id: chargeId, page_url: null });
  await recordEvent(tx, SYSTEM, {
    ...eventOf('card_payment.failed', { id: attempt.tenant_id, partnerId }, attempt.id),
    after: { kind: attempt.kind, failure },
  });
  if (attempt.kind === 'auto_pay') await mailFailure(tx, owned, failure, config);
}

/** Asks the partner to decide, because the charge isn't what was requested. */
async function park(tx: Tx, owned: Owned, chargeId: string | null, fault: string): Promise<void> {
  const { attempt, partnerId } = owned;
  await sql.updateAttempt(tx, attempt.id, { state: 'unclear', failure: fault, charge_id: chargeId, page_url: null });
  await recordEvent(tx, SYSTEM, {
    ...eventOf('card_payment.unclear', { id: attempt.tenant_id, partnerId }, attempt.id),
    after: { fault, charge: chargeId },
  });
  await mailUnclear(tx, owned, chargeId);
}

async function keepCard(tx: Tx, { attempt, partnerId }: Owned, card: Card): Promise<void> {
  const { tenant_id: tenantId } = attempt;
  const id = newId();
  const isNew = await sql.saveCard(tx, {
    id,
    partner_id: partnerId,
    tenant_id: tenantId,
    provider_id: card.id,
    brand: card.brand,
    last4: card.last4,
    exp_month: card.expMonth,
    exp_year: card.expYear,
    auto_pay_since: null,
  });
  if (!isNew) return;
  await recordEvent(tx, SYSTEM, {
    ...eventsOf('card')('card.saved', { id: tenantId, partnerId }, id),
    after: { card: cardText(card) },
  });
}
