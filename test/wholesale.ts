import pino from 'pino';
import { expect } from 'vitest';
import { openDb, openPool } from '../src/platform/db/db.ts';
import { newId } from '../src/platform/values/ids.ts';
import { issueWholesale } from '../src/wholesale/invoicing/run.ts';
import { type ApiUser, createTestApp } from './app.ts';
import { createTenant } from './tenants.ts';

const TERMS = {
  currency: 'USD',
  tenantFee: '31.00',
  extensionFee: '3.10',
  numberFee: '0.31',
  billingDay: 1,
  paymentTermsDays: 14,
  billingEmail: 'accounts@northwind.example',
};
/** Wholesale terms to send, with any additional fields. */
type Terms = Partial<typeof TERMS> & Record<string, unknown>;
export type BilledPartner = { id: string; admin: ApiUser; tenantId: string };

export type WholesaleTest = Awaited<ReturnType<typeof createWholesaleTest>>;

/** The product with an operator who bills partners, and a clock. Has to be closed at the end. */
export async function createWholesaleTest() {
  const clock = { now: new Date('2026-10-01T12:00Z') };
  const app = await createTestApp({ now: () => clock.now });
  const pool = openPool(app.database.urls.worker, 'wholesale', 8);
  const worker = openDb(pool);
  const operator = await app.user('operator');
  const log = pino({ level: 'silent' });
  let made = 0;

  const put = (id: string, terms: Terms = {}, headers?: Record<string, string>) =>
    operator.call('PUT', `/operator/partners/${id}/wholesale-terms`, { ...TERMS, ...terms }, headers);

  return {
    app,
    clock,
    worker,
    operator,
    log,
    put,

    /** Creates a partner with a tenant and two extensions since September, and these terms from 1 October on. */
    async partnerWith(terms: Terms = {}): Promise<BilledPartner> {
      const id = await app.partner(`Northwind ${++made}`);
      const admin = await app.user('partner_admin', { partnerId: id });
      const tenant = await createTenant(admin.call, { prefix: `bakery${made}`, extensions: ['101', '102'] });
      await app.query("update tenants set created_at = '2026-09-01' where id = $1", [tenant.id]);
      await app.query("update service_periods set from_at = '2026-09-01' where tenant_id = $1", [tenant.id]);
      clock.now = new Date('2026-10-01T12:00Z');
      const saved = await put(id, terms);
      expect(saved.status, saved.text).toBe(200);
      return { id, admin, tenantId: tenant.id };
    },

    /** Inserts a charged leg, by default in the middle of October. */
    async called(
      { id, tenantId }: BilledPartner,
      cost: number | null,
      { at = '2026-10-15T12:00Z', currency = 'USD', of = 'domestic' } = {},
    ) {
      const callId = newId();
      await app.query(
        `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, currency, charge_class, billable_seconds, charged_seconds,
       charge_micros, wholesale_micros, wholesale_currency, answered_at, ended_at)
     values ($1, 1, $2, $3, $1, 'rated', '+12125550100', 'USD', $4, 61, 61, 9999, $5, $6, $7, $7)`,
        [callId, id, tenantId, of, cost, cost === null ? null : currency, at],
      );
      return callId;
    },

    /** Issues what is due; by default the invoices of October. */
    run: (at = new Date('2026-11-01T09:00Z')) => issueWholesale(worker, (clock.now = at), log),
    invoicesOf: async (partnerId: string) =>
      (await operator.call('GET', `/operator/partners/${partnerId}/wholesale-invoices?sort=number`)).body.items,
    detailOf: async (id: string) => (await operator.call('GET', `/operator/wholesale-invoices/${id}`)).body,

    async close(): Promise<void> {
      await pool.end();
      await app.close();
    },
  };
}
