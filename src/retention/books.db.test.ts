import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { insertRefundByHand, insertReinstatement } from '../../test/cards.ts';
import { insertCreditNote, insertInvoice, insertPayment } from '../../test/invoices.ts';
import { createTenant } from '../../test/tenants.ts';
import { type Db, openDb, openPool } from '../platform/db/db.ts';
import { deleteOldBooks } from './books.ts';

const TABLES = ['invoices', 'credit_notes', 'invoice_files', 'account_credits', 'payments', 'payment_shares', 'payment_reinstatements', 'refunds']; // prettier-ignore

let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let worker: Db;
let pool: ReturnType<typeof openPool>;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  pool = openPool(app.database.urls.worker, 'books');
  worker = openDb(pool);
});
afterAll(async () => {
  await pool.end();
  await app.close();
});

/** A tenant with invoices and payments; the last entry is from November 2026. */
async function billed(): Promise<string> {
  const { id } = await createTenant(admin.call);
  const invoice = await insertInvoice(app.query, { partnerId, tenantId: id, number: ++made });
  await insertCreditNote(app.query, invoice);
  const payment = await insertPayment(app.query, invoice);
  await insertRefundByHand(app.query, payment);
  await insertReinstatement(app.query, payment);
  await app.query(
    `insert into account_credits (id, partner_id, tenant_id, currency, amount_minor, reason, created_at)
     values (gen_random_uuid(), $1, $2, 'USD', 1, 'overpayment', '2026-11-05')`,
    [partnerId, id],
  );
  await app.query(
    "insert into invoice_files (document_id, partner_id, tenant_id, sha256, content) values ($1, $2, $3, '', '')",
    [invoice, partnerId, id],
  );
  return id;
}
const purged = async (): Promise<string> => {
  const id = await billed();
  await app.query(
    `insert into tombstones (tenant_id, sip_prefix, partner_id, created_at, cancelled_at, purged_at)
     select id, sip_prefix, partner_id, created_at, '2026-11-10', '2027-02-10' from tenants where id = $1`,
    [id],
  );
  return id;
};
/** The tables with rows of a tenant. */
async function booksOf(tenantId: string): Promise<string[]> {
  const found = await Promise.all(
    TABLES.map(async (table) => (await app.query(`select from ${table} where tenant_id = $1`, [tenantId])).length > 0),
  );
  return TABLES.filter((_, n) => found[n]);
}
const keepFor = async (booksYears: number) => {
  const { body } = await admin.call('GET', '/invoice-settings');
  return admin.call('PUT', '/invoice-settings', { ...body, booksYears });
};

test('keeps the books of a purged tenant for ten years after the year of the last entry, then deletes all of them once', async () => {
  const [gone, living] = [await purged(), await billed()];
  expect(await booksOf(gone)).toEqual(TABLES);
  await deleteOldBooks(worker, new Date('2037-01-01T12:00Z'));
  expect(await booksOf(gone)).toEqual(TABLES);
  await deleteOldBooks(worker, new Date('2037-01-02T00:00Z'));
  await deleteOldBooks(worker, new Date('2037-01-03T00:00Z'));
  expect(await booksOf(gone)).toEqual([]);
  expect(await booksOf(living)).toEqual(TABLES);
  const trail = await app.query(
    "select before, tenant_id from audit_events where partner_id = $1 and action = 'tenant.books_deleted'",
    [partnerId],
  );
  expect(trail).toEqual([{ before: { invoices: 1, creditNotes: 1, payments: 1 }, tenant_id: null }]);
});

test('keeps them for the years that the partner sets, counted from the last payment if that is later', async () => {
  expect((await keepFor(2)).status).toBe(422);
  expect((await keepFor(31)).status).toBe(422);
  expect((await keepFor(3)).body).toMatchObject({ booksYears: 3 });
  const [early, late] = [await purged(), await purged()];
  await app.query("update payments set paid_on = '2028-01-03' where tenant_id = $1", [late]);
  await deleteOldBooks(worker, new Date('2029-12-31T12:00Z'));
  expect(await booksOf(early)).toEqual(TABLES);
  await deleteOldBooks(worker, new Date('2030-01-02T12:00Z'));
  expect([await booksOf(early), await booksOf(late)]).toEqual([[], TABLES]);
  await deleteOldBooks(worker, new Date('2032-01-02T12:00Z'));
  expect(await booksOf(late)).toEqual([]);
});

test('the setting stays unchanged if a program saves the invoice settings without it', async () => {
  await keepFor(7);
  const { booksYears: _left, ...rest } = (await admin.call('GET', '/invoice-settings')).body;
  expect((await admin.call('PUT', '/invoice-settings', { ...rest, footer: 'Thank you' })).body).toMatchObject({
    footer: 'Thank you',
    booksYears: 7,
  });
});

test('the database never deletes the books of an existing tenant', async () => {
  const tenantId = await billed();
  const rows = await app.query('select * from delete_old_books($1, $2)', [tenantId, '2999-01-01']);
  expect(rows).toEqual([]);
  expect(await booksOf(tenantId)).toEqual(TABLES);
});
