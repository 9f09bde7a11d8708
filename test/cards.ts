import { newId } from '../src/platform/values/ids.ts';
import type { ApiUser } from './app.ts';

type Query = (text: string, values?: unknown[]) => Promise<unknown>;

export const TEST_KEY = 'sk_test_partner0000';
export const TEST_WEBHOOK_SECRET = 'whsec_partner0000';

/** Lets a partner's tenants pay by card, as if the key had been checked. */
export async function takeCards(query: Query, admin: ApiUser, partnerId: string): Promise<void> {
  await admin.call('PATCH', '/payment-account', { secretKey: TEST_KEY, webhookSecret: TEST_WEBHOOK_SECRET });
  await query("update payment_accounts set state = 'ready', account = 'acct_test' where partner_id = $1", [partnerId]);
}

/** Inserts a saved card. Returns its id. */
export async function insertCard(query: Query, tenantId: string, brand = 'visa'): Promise<string> {
  const id = newId();
  await query(
    `insert into cards (id, partner_id, tenant_id, provider_id, brand, last4, exp_month, exp_year)
     select $1, partner_id, id, $4, $3, '4242', 12, 2034 from tenants where id = $2`,
    [id, tenantId, brand, `pm_${id}`],
  );
  return id;
}

/** Marks a payment as made by card. */
export async function paidByCard(query: Query, paymentId: string): Promise<void> {
  await query(
    `insert into card_attempts (id, partner_id, tenant_id, kind, invoice_id, currency, amount_minor, saves_card, state, charge_id, payment_id)
     select $1, partner_id, tenant_id, 'pay_page', invoice_id, currency, amount_minor, false, 'succeeded', $2, id from payments where id = $3`,
    [newId(), `pi_${paymentId}`, paymentId],
  );
}

/** Inserts a requested refund of 1.00. Returns its id. */
export async function insertRefund(query: Query, paymentId: string, reason = 'Mistake'): Promise<string> {
  const id = newId();
  await query(
    `insert into refunds (id, partner_id, tenant_id, payment_id, currency, amount_minor, reason)
     select $1, partner_id, tenant_id, id, currency, 100, $3 from payments where id = $2`,
    [id, paymentId, reason],
  );
  return id;
}

/** Something like the reversal of a payment by a dispute that was won later. */
export async function insertReinstatement(query: Query, paymentId: string, reason = 'Won'): Promise<void> {
  await query(
    `insert into payment_reinstatements (id, partner_id, tenant_id, payment_id, amount_minor, reversed_at, reversed_on, reversal_reason, reinstated_on, reason)
     select $1, partner_id, tenant_id, id, 100, now(), '2026-11-02', $3, '2026-11-03', $3 from payments where id = $2`,
    [newId(), paymentId, reason],
  );
}

/** Inserts a refund of 1.00 that was recorded by hand. Returns its id. */
export async function insertRefundByHand(query: Query, paymentId: string): Promise<string> {
  const id = newId();
  await query('update payments set refunded_minor = 100 where id = $1', [paymentId]);
  await query(
    `insert into refunds (id, partner_id, tenant_id, payment_id, currency, amount_minor, reason, method, state, booked_minor, booked_on, booked_at)
     select $1, partner_id, tenant_id, id, currency, 100, 'Mistake', 'check', 'succeeded', 100, '2026-11-03', now() from payments where id = $2`,
    [id, paymentId],
  );
  return id;
}

/** Inserts a card payment whose page for saving a card is open. Returns its id. */
export async function insertCardPayment(query: Query, tenantId: string, mark = 'https://pay.example'): Promise<string> {
  const id = newId();
  await query(
    `insert into card_attempts (id, partner_id, tenant_id, kind, saves_card, state, page_id, page_url)
     select $1, partner_id, id, 'save_card', true, 'open', $4, $3 from tenants where id = $2`,
    [id, tenantId, mark, `cs_${id}`],
  );
  return id;
}
