import { amountText } from '../invoices/invoices.ts';
import { addJob, type Tx } from '../platform/db/db.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField } from '../platform/http/errors.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { newId } from '../platform/values/ids.ts';
import { isLiveAccount } from './account/account.ts';
import { cardErrors, type CardPayment, type CardPaymentCreate, type SavedCard, type TenantCards } from './contract.ts';
import { closePageLater } from './open-pages.ts';
import { cardText, isChargeable, type ProviderMoney, toProviderMoney } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory(cardErrors);
const eventOf = eventsOf('card_payment');

export type PayingTenant = { id: string; partnerId: string; name: string };

export function toCardPayment(row: sql.AttemptRow): CardPayment {
  const { currency, amount_minor: minor } = row;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    amount: currency === null || minor === null ? null : amountText(minor, currency),
    currency,
    pageUrl: row.state === 'open' ? row.page_url : null,
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
  };
}

export const toSavedCard = (row: sql.CardRow): SavedCard => ({
  id: row.id,
  brand: row.brand,
  last4: row.last4,
  expMonth: row.exp_month,
  expYear: row.exp_year,
  autoPay: row.auto_pay_since !== null,
});

/** How a tenant can pay by card, what it owes, and the state of its last payment. */
export async function readTenantCards(
  tx: Tx,
  tenantId: string,
  now: Date,
  { isDemo }: { isDemo: boolean },
): Promise<TenantCards> {
  const account = await sql.findTenantAccount(tx);
  const latest = await sql.latestAttempt(tx, tenantId, new Date(now.getTime() - DAY_MS));
  return {
    isOffered: account !== undefined,
    isTest: account?.live === false,
    isDemo,
    cards: (await sql.listCards(tx, tenantId)).map(toSavedCard),
    toPay: (await sql.openSums(tx, tenantId)).map(({ currency, minor }) => ({
      currency,
      amount: amountText(minor, currency),
      canPay: chargeable(Number(minor), currency) !== null,
    })),
    latest: latest ? toCardPayment(latest) : null,
  };
}

/** The amount in the provider's unit. Null if it can't be charged exactly, or is below the minimum. */
export function chargeable(minor: number, currency: string): ProviderMoney | null {
  const money = toProviderMoney(minor, currency);
  return money && isChargeable(money) ? money : null;
}

/**
 * Starts a payment of the whole balance due in a currency: the payer can't set the amount. A job calls the provider, so that no transaction waits for
 * it. Codes: `card_payments_off`, `nothing_to_pay`, `amount_not_chargeable`, `payment_running`, `invalid` (no such card).
 */
export async function startPayment(
  tx: Tx,
  by: Actor,
  tenant: PayingTenant,
  { currency, cardId, saveCard }: CardPaymentCreate,
): Promise<CardPayment> {
  await requireAccount(tx);
  const card = cardId === null ? null : await requireCard(tx, tenant.id, cardId);
  const sum = (await sql.openSums(tx, tenant.id)).find((one) => one.currency === currency);
  if (!sum) throw fail('nothing_to_pay', 'There is nothing to pay.');
  const minor = Number(sum.minor);
  if (!chargeable(minor, currency))
    throw fail('amount_not_chargeable', `${amountText(minor, currency)} ${currency} can’t be paid by card.`);
  const id = newId();
  const isFirst = await sql.insertAttempt(tx, {
    ...ownedBy(tenant, id),
    kind: card ? 'pay_card' : 'pay_page',
    invoice_id: sum.first,
    card: card?.provider_id ?? null,
    currency,
    amount_minor: minor,
    saves_card: card === null && saveCard,
  });
  if (!isFirst) throw fail('payment_running', 'Somebody is already paying.');
  await askProvider(tx, tenant.id, id);
  await recordEvent(tx, by, {
    ...eventOf('card_payment.started', tenant, id),
    after: { amount: amountText(minor, currency), currency, card: card ? cardText(card) : null },
  });
  return readPayment(tx, id);
}

/** Starts saving a card on the provider's page. Codes: `card_payments_off`. */
export async function startSaving(tx: Tx, by: Actor, tenant: PayingTenant): Promise<CardPayment> {
  await requireAccount(tx);
  const id = newId();
  await sql.insertAttempt(tx, { ...ownedBy(tenant, id), kind: 'save_card', saves_card: true });
  await askProvider(tx, tenant.id, id);
  await recordEvent(tx, by, { ...eventOf('card_payment.page_opened', tenant, id), after: {} });
  return readPayment(tx, id);
}

/** Queues the closing of the page. Until the provider has closed it, somebody may still pay. Codes: `payment_not_cancellable`. */
export async function cancelPayment(
  tx: Tx,
  by: Actor,
  tenant: PayingTenant,
  row: sql.AttemptRow,
): Promise<CardPayment> {
  if (row.state !== 'open' || row.page_id === null)
    throw fail('payment_not_cancellable', 'Only a payment whose page is open can be cancelled.');
  await closePageLater(tx, { tenantId: tenant.id, attemptId: row.id });
  await recordEvent(tx, by, { ...eventOf('card_payment.cancelled', tenant, row.id), after: {} });
  return toCardPayment(row);
}

export const findPayment = async (tx: Tx, tenantId: string, id: string): Promise<sql.AttemptRow | undefined> => {
  const row = await sql.findAttempt(tx, id);
  return row?.tenant_id === tenantId ? row : undefined;
};

/** The payment by card that was recorded as a payment, if its tenant is still there. */
export const findPaidAttempt = (tx: Tx, paymentId: string): Promise<sql.AttemptRow | undefined> =>
  sql.attemptOfPayment(tx, paymentId);

export const askProvider = (tx: Tx, tenantId: string, attemptId: string): Promise<void> =>
  addJob(tx, 'send_card_attempt', { tenantId, attemptId }, { key: `card_attempt:${attemptId}` });

export const ownedBy = ({ id: tenant_id, partnerId: partner_id }: PayingTenant, id: string) => ({
  id,
  partner_id,
  tenant_id,
});

/** Codes: `card_payments_off`. */
export async function requireKeys(tx: Tx, partnerId: string): Promise<void> {
  if ((await isLiveAccount(tx, partnerId)) === undefined) throw off();
}

const off = () => fail('card_payments_off', 'Payments by card are not available.');

async function requireAccount(tx: Tx): Promise<void> {
  if (!(await sql.findTenantAccount(tx))) throw off();
}

/** A card that the input names. Codes: `invalid`. */
export async function requireCard(tx: Tx, tenantId: string, cardId: string): Promise<sql.CardRow> {
  const card = await sql.findCard(tx, tenantId, cardId);
  if (card) return card;
  throw invalidField('cardId', 'Choose a card that is saved.', 'There is no such card.');
}

async function readPayment(tx: Tx, id: string): Promise<CardPayment> {
  const row = await sql.findAttempt(tx, id);
  if (!row) throw new Error(`Card payment ${id} was not found after it was written.`);
  return toCardPayment(row);
}
