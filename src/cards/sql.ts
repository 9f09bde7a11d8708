import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { type AttemptState, RUNNING_STATES } from './contract.ts';

export type AttemptRow = Selectable<Database['card_attempts']>;
export type CardRow = Selectable<Database['cards']>;

/** Whether the context's tenant can pay by card. */
export function findTenantAccount(tx: Tx): Promise<{ live: boolean } | undefined> {
  return firstRow(tx, sql<{ live: boolean }>`select live from card_account()`);
}

export type OpenSum = { currency: string; first: string; minor: string };

/** What a tenant owes in each currency, and the invoice that is due first. */
export function openSums(tx: Tx, tenantId: string): Promise<OpenSum[]> {
  const query = sql<OpenSum>`
    select currency, (array_agg(id order by due_on, number))[1] as first, sum(total_minor - credited_minor - paid_minor)::text as minor
    from invoices where tenant_id = ${tenantId} and status = 'open' group by currency order by currency`;
  return allRows(tx, query);
}

/** False if the tenant is already paying, or if auto-pay has charged this step before. */
export async function insertAttempt(tx: Tx, attempt: Insertable<Database['card_attempts']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('card_attempts')
    .values(attempt)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

const attempts = (tx: Tx) => tx.selectFrom('card_attempts').selectAll();

export const findAttempt = (tx: Tx, id: string): Promise<AttemptRow | undefined> =>
  attempts(tx).where('id', '=', id).executeTakeFirst();

export const lockAttempt = (tx: Tx, id: string): Promise<AttemptRow | undefined> =>
  attempts(tx).where('id', '=', id).forUpdate().executeTakeFirst();

export const attemptOfPayment = (tx: Tx, paymentId: string): Promise<AttemptRow | undefined> =>
  attempts(tx).where('payment_id', '=', paymentId).executeTakeFirst();

export const latestAttempt = (tx: Tx, tenantId: string, since: Date): Promise<AttemptRow | undefined> =>
  attempts(tx)
    .where('tenant_id', '=', tenantId)
    .where('created_at', '>=', since)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** An attempt that the provider names: by the id that we gave it, its charge or its page. */
export const findAttemptByIds = (
  tx: Tx,
  { id, thing }: { id: string | null; thing: string },
): Promise<AttemptRow | undefined> =>
  attempts(tx)
    .where((where) =>
      where.or([
        where('charge_id', '=', thing),
        where('page_id', '=', thing),
        ...(id === null ? [] : [where('id', '=', id)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();

type Change = Partial<
  Pick<
    AttemptRow,
    'sent_at' | 'page_id' | 'page_url' | 'page_until' | 'charge_id' | 'failure' | 'payment_id' | 'dispute'
  >
> & { state?: AttemptState; lost_minor?: number | null };

export async function updateAttempt(tx: Tx, id: string, change: Change): Promise<void> {
  await tx
    .updateTable('card_attempts')
    .set({ ...change, changed_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** The payment that a tenant has under way: there is one at most. */
export const runningPayment = (tx: Tx, tenantId: string): Promise<AttemptRow | undefined> =>
  attempts(tx)
    .where('tenant_id', '=', tenantId)
    .where('kind', '<>', 'save_card')
    .where('state', 'in', RUNNING_STATES)
    .executeTakeFirst();

/** The running attempts of all tenants of a partner. */
export const runningAttemptsOf = (tx: Tx, partnerId: string): Promise<AttemptRow[]> =>
  attempts(tx).where('partner_id', '=', partnerId).where('state', 'in', RUNNING_STATES).orderBy('id').execute();

export function runningAttempts(tx: Tx, unchangedSince: Date, after: string, atMost: number) {
  const query = sql<{ id: string; tenant_id: string }>`
    select id, tenant_id from running_card_attempts(${unchangedSince}, ${after}, ${atMost})`;
  return allRows(tx, query);
}

export function openDisputes(tx: Tx, unchangedSince: Date, after: string, atMost: number) {
  const query = sql<{ id: string; tenant_id: string }>`
    select id, tenant_id from open_card_disputes(${unchangedSince}, ${after}, ${atMost})`;
  return allRows(tx, query);
}

/** False if the event has been seen. */
export async function insertEvent(tx: Tx, event: Insertable<Database['payment_events']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('payment_events')
    .values(event)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Of all partners. */
export async function deleteOldEvents(tx: Tx, before: Date): Promise<void> {
  await sql`select delete_old_payment_events(${before})`.execute(tx);
}

export async function findCustomer(tx: Tx, tenantId: string): Promise<string | undefined> {
  const customer = tx.selectFrom('payment_customers').select('provider_id').where('tenant_id', '=', tenantId);
  return (await customer.executeTakeFirst())?.provider_id;
}

/** The customer to whom the card of an attempt belonged when it was asked for. */
export async function findCustomerOfCard(tx: Tx, attempt: AttemptRow): Promise<string | undefined> {
  const customer = tx.selectFrom('payment_customers').select('provider_id').where('tenant_id', '=', attempt.tenant_id);
  return (await customer.where('created_at', '<=', attempt.created_at).executeTakeFirst())?.provider_id;
}

export async function insertCustomer(tx: Tx, customer: Insertable<Database['payment_customers']>): Promise<void> {
  await tx
    .insertInto('payment_customers')
    .values(customer)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export const listCards = (tx: Tx, tenantId: string): Promise<CardRow[]> =>
  tx
    .selectFrom('cards')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

export const findCard = (tx: Tx, tenantId: string, id: string): Promise<CardRow | undefined> =>
  tx.selectFrom('cards').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();

/** Whether a card, by the provider's name, is still saved. */
export async function isCardSaved(tx: Tx, tenantId: string, providerId: string): Promise<boolean> {
  const card = tx.selectFrom('cards').select('id').where('tenant_id', '=', tenantId);
  return (await card.where('provider_id', '=', providerId).executeTakeFirst()) !== undefined;
}

/** True if it is new. */
export async function saveCard(tx: Tx, card: Insertable<Database['cards']>): Promise<boolean> {
  const saved = await tx
    .insertInto('cards')
    .values(card)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'provider_id'])
        .doUpdateSet({ exp_month: card.exp_month, exp_year: card.exp_year }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return saved.id === card.id;
}

export async function deleteCard(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cards').where('id', '=', id).execute();
}

/** The card that a tenant's invoices are charged to when they are due. */
export function findAutoPayCard(tx: Tx, tenantId: string) {
  const card = tx.selectFrom('cards').selectAll().where('tenant_id', '=', tenantId);
  return card.where('auto_pay_since', 'is not', null).$narrowType<{ auto_pay_since: Date }>().executeTakeFirst();
}

export async function stopAutoPay(tx: Tx, tenantId: string): Promise<void> {
  const cards = tx.updateTable('cards').set({ auto_pay_since: null }).where('tenant_id', '=', tenantId);
  await cards.where('auto_pay_since', 'is not', null).execute();
}

export async function startAutoPay(tx: Tx, cardId: string, now: Date): Promise<void> {
  await tx.updateTable('cards').set({ auto_pay_since: now }).where('id', '=', cardId).execute();
}

export const findCardsByProviderId = (tx: Tx, providerId: string): Promise<CardRow[]> =>
  tx.selectFrom('cards').selectAll().where('provider_id', '=', providerId).execute();

export async function renewCard(tx: Tx, id: string, { expMonth, expYear }: { expMonth: number; expYear: number }) {
  await tx.updateTable('cards').set({ exp_month: expMonth, exp_year: expYear }).where('id', '=', id).execute();
}

export async function tenantsToCharge(tx: Tx, now: Date, after: string, atMost: number): Promise<string[]> {
  const query = sql<{ tenant_id: string }>`
    select tenant_id from tenants_to_charge(${now}, ${after}, ${atMost})`;
  return (await allRows(tx, query)).map(({ tenant_id }) => tenant_id);
}

/** Open invoices of a tenant that were due between two days, both included, the oldest first. */
export const invoicesDue = (tx: Tx, tenantId: string, from: string, to: string) =>
  tx
    .selectFrom('invoices')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'open')
    .where('due_on', '>=', from)
    .where('due_on', '<=', to)
    .orderBy('due_on')
    .orderBy('number')
    .execute();

export const autoPayAttempts = (tx: Tx, invoiceId: string): Promise<AttemptRow[]> =>
  attempts(tx).where('invoice_id', '=', invoiceId).where('kind', '=', 'auto_pay').execute();

/** Whether an invoice was paid by card, and some of that was refunded or reversed, by a person or by a dispute. */
export async function isCardMoneyBack(tx: Tx, invoiceId: string): Promise<boolean> {
  const query = sql<{ is_back: boolean }>`
    select exists (select from payment_shares s join payments p on p.id = s.payment_id join card_attempts a on a.payment_id = p.id
      where s.invoice_id = ${invoiceId} and (p.reversed_at is not null or s.refunded_minor > 0)) as is_back`;
  return (await oneRow(tx, query)).is_back;
}
