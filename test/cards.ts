import { newId } from '../src/platform/values/ids.ts';
import type { ApiUser } from './app.ts';

type Query = (text: string, values?: unknown[]) => Promise<unknown>;

export const TEST_KEY = 'sk_test_partner0000';
export const TEST_WEBHOOK_SECRET = 'whsec_partner0000';

/** Lets the tenants of an admin's partner pay by card, as if the key had been tried. */
export async function takeCards(query: Query, admin: ApiUser, partnerId: string): Promise<void> {
  await admin.call('PATCH', '/payment-account', { secretKey: TEST_KEY, webhookSecret: TEST_WEBHOOK_SECRET });
  await query("update payment_accounts set state = 'ready', account = 'acct_test' where partner_id = $1", [partnerId]);
}

/** A saved card. Returns its id. */
export async function insertCard(query: Query, tenantId: string, brand = 'visa'): Promise<string> {
  const id = newId();
  await query(
    `insert into cards (id, partner_id, tenant_id, provider_id, brand, last4, exp_month, exp_year)
     select $1, partner_id, id, $4, $3, '4242', 12, 2034 from tenants where id = $2`,
    [id, tenantId, brand, `pm_${id}`],
  );
  return id;
}

/** A card that is being saved on the provider's page. Returns the payment's id. */
export async function insertCardPayment(query: Query, tenantId: string, mark = 'https://pay.example'): Promise<string> {
  const id = newId();
  await query(
    `insert into card_attempts (id, partner_id, tenant_id, kind, saves_card, state, page_id, page_url)
     select $1, partner_id, id, 'save_card', true, 'open', $4, $3 from tenants where id = $2`,
    [id, tenantId, mark, `cs_${id}`],
  );
  return id;
}
