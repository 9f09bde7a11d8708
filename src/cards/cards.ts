import type { Config } from '../platform/config.ts';
import { addJob, asPartner, type Db, type Tx } from '../platform/db/db.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import { type Actor, SYSTEM } from '../platform/http/caller.ts';
import { openProvider } from './account/account.ts';
import { type PayingTenant, requireCard, toSavedCard } from './card-payments.ts';
import type { SavedCard } from './contract.ts';
import { cardText } from './rules.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('card');

export const findCard = (tx: Tx, tenantId: string, id: string): Promise<sql.CardRow | undefined> =>
  sql.findCard(tx, tenantId, id);

/** The saved cards of a tenant, for its export. */
export const listSavedCards = async (tx: Tx, tenantId: string): Promise<SavedCard[]> =>
  (await sql.listCards(tx, tenantId)).map(toSavedCard);

/** Deletes it here; a job then has the provider forget it. Like any change of consent, it locks the tenant: no charge is being prepared meanwhile. */
export async function deleteCard(tx: Tx, by: Actor, tenant: PayingTenant, card: sql.CardRow): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  await sql.deleteCard(tx, card.id);
  const { partnerId } = tenant;
  await addJob(tx, 'forget_card', { partnerId, card: card.provider_id }, { key: `forget_card:${card.provider_id}` });
  await recordEvent(tx, by, {
    ...eventOf('card.removed', tenant, card.id),
    before: { card: cardText(card), autoPay: card.auto_pay_since !== null },
  });
}

/** Has invoices charged to a card when they are due, with the user's consent. Codes: `invalid` (no such card). */
export async function startAutoPay(
  tx: Tx,
  by: Actor,
  { tenant, cardId, now }: { tenant: PayingTenant; cardId: string; now: Date },
): Promise<SavedCard> {
  await lockTenants(tx, [tenant.id]);
  const card = await requireCard(tx, tenant.id, cardId);
  if (card.auto_pay_since === null) {
    await sql.stopAutoPay(tx, tenant.id);
    await sql.startAutoPay(tx, card.id, now);
    await recordEvent(tx, by, {
      ...eventOf('card.auto_pay_started', tenant, card.id),
      after: { card: cardText(card), consent: true },
    });
  }
  return { ...toSavedCard(card), autoPay: true };
}

export async function stopAutoPay(tx: Tx, by: Actor, tenant: PayingTenant): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const card = await sql.findAutoPayCard(tx, tenant.id);
  if (!card) return;
  await sql.stopAutoPay(tx, tenant.id);
  await recordEvent(tx, by, { ...eventOf('card.auto_pay_stopped', tenant, card.id), before: { card: cardText(card) } });
}

export async function forgetCard(db: Db, partnerId: string, card: string, deps: { config: Config }): Promise<void> {
  const provider = await asPartner(db, partnerId, (tx) => openProvider(tx, partnerId, deps));
  await provider?.removeCard(card);
}

/** The provider forgets a tenant that is purged, too. Call it before the customer is deleted here; it may run twice. */
export async function forgetCustomer(tx: Tx, { tenantId, partnerId }: { tenantId: string; partnerId: string }) {
  const customer = await sql.findCustomer(tx, tenantId);
  // the payload doesn't name the tenant, whose jobs a purge deletes
  if (customer !== undefined)
    await addJob(tx, 'forget_customer', { partnerId, customer }, { key: `forget_customer:${customer}` });
}

export async function removeCustomer(db: Db, partnerId: string, customer: string, deps: { config: Config }) {
  const provider = await asPartner(db, partnerId, (tx) => openProvider(tx, partnerId, deps));
  await provider?.removeCustomer(customer);
}

/** The provider has news of a card: banks renew them, and somebody may have removed it there. */
export async function refreshCard(
  db: Db,
  partnerId: string,
  providerId: string,
  deps: { config: Config },
): Promise<void> {
  const provider = await asPartner(db, partnerId, (tx) => openProvider(tx, partnerId, deps));
  if (!provider) return;
  const card = await provider.readCard(providerId);
  await asPartner(db, partnerId, async (tx) => {
    for (const row of await sql.findCardsByProviderId(tx, providerId)) {
      if (card) await sql.renewCard(tx, row.id, card);
      else {
        await sql.deleteCard(tx, row.id);
        await recordEvent(tx, SYSTEM, {
          ...eventOf('card.removed', { id: row.tenant_id, partnerId }, row.id),
          before: { card: cardText(row), autoPay: row.auto_pay_since !== null },
        });
      }
    }
  });
}
