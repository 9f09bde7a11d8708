import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { insertInvoice } from '../../test/invoices.ts';
import { INITIAL_TERMS, type ProfileTerms } from '../billing/profiles/terms-contract.ts';
import { type Db, openDb, openPool } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { chaseOverdue } from './dunning.ts';

let app: TestApp;
let worker: Db;
let closeWorker: () => Promise<void>;
let partnerId: string;
let admin: ApiUser;
let made = 0;
let now = new Date();
const log = pino({ level: 'silent' });

beforeAll(async () => {
  app = await createTestApp({ now: () => now });
  const pool = openPool(app.database.urls.worker, 'past-due', 8);
  worker = openDb(pool);
  closeWorker = () => pool.end();
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
});
// each test has only its own invoices
beforeEach(async () => {
  now = new Date('2026-11-30T15:00Z');
  await app.query('update invoices set paid_minor = total_minor - credited_minor');
});
afterAll(async () => {
  await closeWorker();
  await app.close();
});

/** A tenant in New York with these terms and an invoice of 11.00 that was due on 15 November. */
async function owing(terms: Partial<ProfileTerms> = {}): Promise<{ id: string; invoice: string }> {
  const { body } = await admin.call('POST', '/tenants', {
    name: `Bakery ${++made}`,
    sipPrefix: `bakery${made}`,
    status: 'ACTIVE',
    billingEmail: 'bills@bakery.example',
    timezone: 'America/New_York',
  });
  return { id: body.id, invoice: await invoiceOf(body.id, terms) };
}

async function invoiceOf(tenantId: string, terms: Partial<ProfileTerms> = {}): Promise<string> {
  const invoice = await insertInvoice(app.query, { partnerId, tenantId, number: ++made });
  const version = newId();
  await app.query(
    "insert into billing_profile_versions (id, partner_id, number, name, currency, terms) values ($1, $2, 1, 'Plan', 'USD', $3)",
    [version, partnerId, { ...INITIAL_TERMS, reminderDays: [0, 1, 7], pastDueDays: 15, ...terms }],
  );
  await app.query(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
     values ($1, $2, $3, $4, now() + make_interval(days => $5), now() + make_interval(days => $5 + 1), '2026-10-01', '2026-11-01', 31, 31, 'America/New_York', 'USD')`,
    [invoice, partnerId, tenantId, version, 10_000 + made],
  );
  return invoice;
}

/** Runs the job at a time in New York in winter. */
const chase = (wall: string) => chaseOverdue(worker, (now = new Date(`${wall}:00-05:00`)), log);
const subjects = async (tenantId: string) =>
  (
    await app.query<{ subject: string }>(
      "select subject from mails where tenant_id = $1 and recipient = 'bills@bakery.example' order by id",
      [tenantId],
    )
  ).map(({ subject }) => subject);
const tenant = async (id: string) => (await admin.call('GET', `/tenants/${id}`)).body;
const pay = (invoice: string, amount = '11.00') =>
  admin.call('POST', `/invoices/${invoice}/payments`, { amount, paidOn: '2026-11-20', method: 'check' });

describe('reminders', () => {
  test('are sent once each, in the tenant’s time zone, however often the job runs', async () => {
    const { id } = await owing();
    await chase('2026-11-14T12:00');
    await chase('2026-11-15T07:45');
    expect(await subjects(id)).toEqual([]);
    await Promise.all([chase('2026-11-15T08:00'), chase('2026-11-15T08:00'), chase('2026-11-15T08:00')]);
    await chase('2026-11-15T19:45');
    expect(await subjects(id)).toEqual(['Reminder: USD 11.00 to pay']);
    await chase('2026-11-16T09:00');
    await chase('2026-11-17T09:00');
    expect((await subjects(id)).length).toBe(2);
  });

  test('that were missed are skipped: only the latest is sent', async () => {
    const { id } = await owing();
    await chase('2026-11-25T09:00');
    await chase('2026-11-26T09:00');
    expect((await subjects(id)).length).toBe(1);
  });

  test('for several invoices are one mail with the total, what happens next, and how to pay', async () => {
    const { id, invoice } = await owing();
    await invoiceOf(id);
    await app.query(`update invoices set seller = seller || '{"footer": "Wire to 12-34."}' where tenant_id = $1`, [id]);
    await pay(invoice, '1.00');
    await chase('2026-11-16T09:00');
    const [mail, ...others] = await app.query<{ body: string; subject: string }>(
      'select subject, body from mails where tenant_id = $1',
      [id],
    );
    expect([mail?.subject, others]).toEqual(['Reminder: USD 21.00 to pay', []]);
    expect(mail?.body).toContain('due 2026-11-15: USD 10.00');
    expect(mail?.body).toContain('From 2026-11-30 on');
    expect(mail?.body).toContain('Wire to 12-34.');
  });

  test('are not sent for paid invoices, or if the profile has no reminder days', async () => {
    const [paid, without] = [await owing(), await owing({ reminderDays: [] })];
    await pay(paid.invoice);
    await chase('2026-11-25T09:00');
    expect([await subjects(paid.id), await subjects(without.id)]).toEqual([[], []]);
  });
});

describe('a tenant that is past due', () => {
  test('is suspended once, on a working day, and both sides are notified', async () => {
    const { id } = await owing({ reminderDays: [] });
    await chase('2026-11-29T12:00');
    await chase('2026-11-30T09:45');
    expect((await tenant(id)).status).toBe('ACTIVE');
    await Promise.all([chase('2026-11-30T10:00'), chase('2026-11-30T10:00')]);
    expect(await tenant(id)).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['past_due'] });
    expect(await subjects(id)).toEqual([`The phone service of ${(await tenant(id)).name} is suspended`]);
    const trail = await app.query('select actor_role from audit_events where tenant_id = $1 and action = $2', [
      id,
      'tenant.suspended',
    ]);
    expect(trail).toEqual([{ actor_role: 'system' }]);
  });

  test('is reactivated only by the payment after which nothing is overdue', async () => {
    const { id, invoice } = await owing();
    const other = await invoiceOf(id);
    await chase('2026-11-30T10:00');
    await pay(invoice, '10.99');
    await pay(other);
    expect((await tenant(id)).status).toBe('SUSPENDED');
    await pay(invoice, '0.01');
    expect(await tenant(id)).toMatchObject({ status: 'ACTIVE', suspensionReasons: [] });
  });

  test('is also reactivated by a credit note', async () => {
    const { id, invoice } = await owing();
    await chase('2026-11-30T10:00');
    await admin.call('POST', `/invoices/${invoice}/credit-notes`, { reason: 'Mistake', lines: null });
    expect((await tenant(id)).status).toBe('ACTIVE');
  });

  test('stays suspended for any other reason, including the operator’s', async () => {
    const { id, invoice } = await owing();
    await chase('2026-11-30T10:00');
    await admin.call('POST', `/tenants/${id}/suspend`, { reason: 'fraud' });
    const operator = await app.user('operator');
    await operator.call('POST', `/operator/tenants/${id}/suspend`, { reason: 'past_due' });
    expect((await pay(invoice)).status).toBe(201);
    const [row] = await app.query('select status, suspension_reasons, operator_reasons from tenants where id = $1', [
      id,
    ]);
    expect(row).toEqual({ status: 'SUSPENDED', suspension_reasons: ['fraud'], operator_reasons: ['past_due'] });
  });

  test('that the partner has reactivated is not suspended again for that invoice, unless its payment is reversed', async () => {
    const { id, invoice } = await owing();
    await chase('2026-11-30T10:00');
    await admin.call('POST', `/tenants/${id}/reactivate`, {});
    await chase('2026-12-01T10:00');
    expect((await tenant(id)).status).toBe('ACTIVE');
    const { body } = await pay(invoice);
    await admin.call('POST', `/payments/${body.id}/reverse`, { reason: 'Returned' });
    await chase('2026-12-02T10:00');
    expect((await tenant(id)).status).toBe('SUSPENDED');
  });

  test('is not suspended if the profile has no such term, or for less than 5.00', async () => {
    const [never, little] = [await owing({ pastDueDays: null }), await owing()];
    await pay(little.invoice, '6.01');
    await chase('2026-12-30T10:00');
    expect([(await tenant(never.id)).status, (await tenant(little.id)).status]).toEqual(['ACTIVE', 'ACTIVE']);
  });

  test('is not suspended for what is as little in its currency', async () => {
    const [little, enough] = [await owing(), await owing()];
    const inRupees =
      "update invoices set currency = 'INR', net_minor = $2, tax_minor = 0, total_minor = $2 where id = $1";
    await app.query(inRupees, [little.invoice, 499_99]);
    await app.query(inRupees, [enough.invoice, 500_00]);
    await chase('2026-11-30T10:00');
    expect([(await tenant(little.id)).status, (await tenant(enough.id)).status]).toEqual(['ACTIVE', 'SUSPENDED']);
  });

  test('shows its admins the invoice, what to pay and how', async () => {
    const { id, invoice } = await owing();
    await chase('2026-11-30T10:00');
    await app.query(`update invoices set seller = seller || '{"footer": "Wire to 12-34."}' where tenant_id = $1`, [id]);
    const owner = await app.user('tenant_admin', { tenantId: id });
    expect((await owner.call('GET', `/tenants/${id}/invoices`)).body.code).toBe('tenant_suspended');
    expect((await owner.call('GET', `/tenants/${id}/overdue`)).body).toMatchObject({
      amounts: [{ currency: 'USD', amount: '11.00' }],
      invoices: [{ id: invoice, due: '11.00', dueOn: '2026-11-15' }],
      howToPay: 'Wire to 12-34.',
    });
    expect((await owner.call('GET', `/tenants/${id}/invoices/${invoice}/pdf`)).status).toBe(200);
    const plain = await app.user('tenant_user', { tenantId: id });
    expect((await plain.call('GET', `/tenants/${id}/overdue`)).status).toBe(403);
  });
});
