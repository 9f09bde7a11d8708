import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { octoberCycle } from '../../../test/ended-cycle.ts';
import { insertWholesaleInvoice } from '../../../test/invoices.ts';
import { pdfLines } from '../../../test/pdf-text.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { openDb, openPool } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { sendInvoices } from '../documents/send.ts';
import { issueInvoices } from '../run/run.ts';

let app: TestApp;
let pool: ReturnType<typeof openPool>;
let partnerId: string;
let admin: ApiUser['call'];
beforeAll(async () => {
  app = await createTestApp({ now: () => new Date('2026-11-20T12:00Z') });
  pool = openPool(app.database.urls.worker, 'documents');
  partnerId = await app.partner('Northwind');
  admin = (await app.user('partner_admin', { partnerId })).call;
  const rival = (await app.user('partner_admin', { partnerId: await app.partner('Rivalvoice') })).call;
  const settings = { timezone: 'UTC', footer: 'Questions? (800) 555-0100' };
  for (const [call, identity] of [
    [
      admin,
      {
        legalName: 'Northwind Voice LLC',
        address: '1 Main St\nAlbany, NY 12207',
        taxIds: ['EIN 12-3456789', 'GST 99'],
      },
    ],
    [rival, { legalName: 'Rivalvoice Ltd', address: '2 High St', taxIds: ['EIN 98-7654321'] }],
  ] as const)
    expect((await call('PUT', '/invoice-settings', { ...settings, ...identity })).status).toBe(200);
});
afterAll(async () => {
  await pool.end();
  await app.close();
});

type Billed = { shop: TestTenant; owner: ApiUser['call']; invoice: { id: string; number: string } };

/** A tenant with an invoice of October: its plan, two extensions, calls that cost the partner a marked amount, and taxes. */
async function billed(
  name: string,
  currency: string,
  fees: { monthlyFee: string; extensionFee: string },
): Promise<Billed> {
  const taxes = [
    { kind: 'perExtension', name: '911 fee', validFrom: '2020-01-01', amount: currency === 'JPY' ? '75' : '0.75' },
    {
      kind: 'percent',
      name: 'State tax',
      validFrom: '2020-01-01',
      ratePpm: 88_750,
      sharePpm: 1_000_000,
      on: ['plan', 'extensions', 'calls'],
      onTaxes: ['911 fee'],
    },
  ];
  const profile = await admin('POST', '/billing-profiles', {
    name: `Plan of ${name}`,
    currency,
    terms: { ...fees, taxes },
  });
  expect(profile.status, profile.text).toBe(201);
  const shop = await createTenant(admin, {
    name,
    extensions: ['101', '102'],
    fields: { billingProfileId: profile.body.id, billingEmail: 'bills@bakery.example', timezone: 'UTC' },
  });
  const cycleId = await octoberCycle(app.query, shop.id);
  await app.query(
    `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, currency, charge_class, billable_seconds, charged_seconds,
       included_seconds, charge_micros, wholesale_micros, wholesale_currency, answered_at, ended_at)
     select $1, 1, $2, $3, $4, 'rated', '+12125550100', $5, 'domestic', 3661, 3720, 60, 12340000, 7654321000, 'USD', '2026-10-10T12:00Z', '2026-10-10T13:02Z'`,
    [newId(), partnerId, shop.id, cycleId, currency],
  );
  await app.query('update billing_cycles set spent_micros = 12340000 where id = $1', [cycleId]);
  await issueInvoices(openDb(pool), new Date('2026-11-01T09:00Z'), pino({ level: 'silent' }));
  const owner = (await app.user('tenant_admin', { tenantId: shop.id })).call;
  const { items } = (await owner('GET', `${shop.path}/invoices`)).body;
  expect(items).toHaveLength(1);
  return { shop, owner, invoice: items[0] };
}

test('an invoice names both sides, its lines, taxes and total in its currency, and nothing else', async () => {
  const { shop, owner, invoice } = await billed('Bäckerei Müller', 'USD', {
    monthlyFee: '25.00',
    extensionFee: '4.50',
  });
  const { bytes } = await owner('GET', `${shop.path}/invoices/${invoice.id}/pdf`);
  expect(pdfLines(bytes)).toEqual([
    'Northwind Voice LLC Invoice',
    '1 Main St',
    'INV-00001',
    'Albany, NY 12207',
    'Issued 2026-11-01',
    'EIN 12-3456789',
    'Due 2026-12-01',
    'GST 99',
    'Period 2026-10-01 to 2026-10-31',
    'Plan Plan of Bäckerei Müller',
    'Billed to',
    'Bäckerei Müller',
    'bills@bakery.example',
    'Quantity Price Amount (USD)',
    'Monthly fee 1 25.00 25.00',
    'Extensions 2 4.50 9.00',
    '62 extension-days of 31',
    'Domestic calls 12.34',
    '1 call, 62:00 minutes charged, 1:00 of it included',
    'Net 46.34',
    '911 fee (2 × 0.75 USD) 1.50',
    'State tax (8.875 % of 47.84 USD) 4.25',
    'Total USD 52.09',
    'Questions? (800) 555-0100',
    'Invoice INV-00001 Page 1 of 1',
  ]);
  // nor does what no page shows: the file's own title, author and producer
  expect(bytes.toString('latin1')).not.toMatch(/Rivalvoice|Strowger|pdfkit/i);
  // the file that is mailed is the same
  await sendInvoices(openDb(pool), pino({ level: 'silent' }), partnerId, [invoice.id]);
  const [mailed] = await app.query<{ content: Buffer }>('select content from invoice_files where document_id = $1', [
    invoice.id,
  ]);
  expect(mailed?.content.equals(bytes)).toBe(true);
});

test('an invoice in a currency without decimals has none', async () => {
  const { shop, owner, invoice } = await billed('Bakery Tokyo', 'JPY', { monthlyFee: '2500', extensionFee: '450' });
  const { bytes } = await owner('GET', `${shop.path}/invoices/${invoice.id}/pdf`);
  expect(pdfLines(bytes).slice(13, -2)).toEqual([
    'Quantity Price Amount (JPY)',
    'Monthly fee 1 2500 2500',
    'Extensions 2 450 900',
    '62 extension-days of 31',
    'Domestic calls 12',
    '1 call, 62:00 minutes charged, 1:00 of it included',
    'Net 3412',
    '911 fee (2 × 75 JPY) 150',
    'State tax (8.875 % of 3562 JPY) 316',
    'Total JPY 3878',
  ]);
});

test('a credit note and a statement say what they are about', async () => {
  const { shop, owner, invoice } = await billed('Garage', 'USD', { monthlyFee: '25.00', extensionFee: '4.50' });
  const note = await admin('POST', `/invoices/${invoice.id}/credit-notes`, {
    reason: 'Outage',
    lines: [{ line: 0, amount: '5.00' }],
  });
  expect(note.status, note.text).toBe(201);
  expect(pdfLines((await admin('GET', `/credit-notes/${note.body.id}/pdf`)).bytes)).toEqual([
    'Northwind Voice LLC Credit note',
    '1 Main St',
    'CN-00001',
    'Albany, NY 12207',
    'Issued 2026-11-20',
    'EIN 12-3456789',
    'For invoice INV-00003',
    'GST 99',
    'Billed to',
    'Garage',
    'bills@bakery.example',
    'Quantity Price Amount (USD)',
    'Monthly fee 5.00',
    'Net 5.00',
    'State tax (8.875 % of 5.00 USD) 0.44',
    'Credited USD 5.44',
    'Outage',
    'Questions? (800) 555-0100',
    'Credit note CN-00001 Page 1 of 1',
  ]);
  expect(pdfLines((await owner('GET', `${shop.path}/statement/pdf`)).bytes)).toEqual([
    'Northwind Voice LLC Statement of account',
    '1 Main St',
    '2025-12-01 to 2026-11-20',
    'Albany, NY 12207',
    'Balance (USD) 46.65',
    'EIN 12-3456789',
    'GST 99',
    'Billed to',
    'Garage',
    'bills@bakery.example',
    'Date Entry Amount (USD) Balance',
    'Opening balance 0.00',
    '2026-11-01 Invoice INV-00003 52.09 52.09',
    '2026-11-20 Credit note CN-00001 -5.44 46.65',
    'Outage',
    'Balance USD 46.65',
    'Questions? (800) 555-0100',
    'Statement of account 2025-12-01 to 2026-11-20 Page 1 of 1',
  ]);
});

test('the operator’s invoice to a partner names the operator and its own lines', async () => {
  const { wholesaleInvoiceId } = await insertWholesaleInvoice(app.query, partnerId);
  expect(pdfLines((await admin('GET', `/wholesale-invoices/${wholesaleInvoiceId}/pdf`)).bytes)).toEqual([
    'Strowger Invoice',
    'WS-00001',
    'Issued 2026-11-01',
    'Due 2026-11-15',
    'Period (UTC) 2026-10-01 to 2026-10-31',
    'Billed to',
    'Northwind',
    'accounts@northwind.example',
    'Quantity Price Amount (USD)',
    'Tenants 1 31.00 31.00',
    '31 tenant-days of 31',
    'Net 31.00',
    'Total USD 31.00',
    'Invoice WS-00001 Page 1 of 1',
  ]);
});

test('a name in another script can be read and found', async () => {
  const { shop, owner, invoice } = await billed('ベーカリー東京', 'USD', { monthlyFee: '25.00', extensionFee: '4.50' });
  const lines = pdfLines((await owner('GET', `${shop.path}/invoices/${invoice.id}/pdf`)).bytes);
  expect(lines).toContain('ベーカリー東京');
});
