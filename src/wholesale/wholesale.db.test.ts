import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiUser, TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';
import { createWholesaleTest, type WholesaleTest } from '../../test/wholesale.ts';
import { asPartner, asTenant, type Db } from '../platform/db/db.ts';
import { sendWholesaleInvoice } from './invoicing/send.ts';

let wholesale: WholesaleTest;
let app: TestApp;
let worker: Db;
let operator: ApiUser;

beforeAll(async () => {
  wholesale = await createWholesaleTest();
  ({ app, worker, operator } = wholesale);
});
afterAll(() => wholesale.close());

test('a cycle that has ended is invoiced once, with daily fees and the cost of calls, however often the job runs', async () => {
  const partner = await wholesale.partnerWith();
  await app.query(
    `insert into service_periods (partner_id, tenant_id, kind, thing_id, number, from_at, until_at)
     select $1, $2, 'number', gen_random_uuid(), '+12125550101', f::timestamptz, u::timestamptz
     from (values ('2026-10-01T00:00Z', '2026-10-10T12:00Z'), ('2026-10-10T12:00Z', '2026-10-31T23:00Z')) as v(f, u)`,
    [partner.id, partner.tenantId],
  );
  await wholesale.called(partner, 14_999);
  await wholesale.called(partner, 5_000);
  await wholesale.called(partner, 1_000_000, { of: 'international' });
  await wholesale.called(partner, 7_000_000, { at: '2026-09-30T23:59Z' });
  await wholesale.called(partner, 8_000_000, { at: '2026-11-01T00:00Z' });
  await wholesale.called(partner, null);
  await wholesale.called(partner, 2_500_000, { currency: 'EUR' });
  // calls of the cycle may still be going on
  await wholesale.run(new Date('2026-11-01T03:00Z'));
  expect(await wholesale.invoicesOf(partner.id)).toEqual([]);
  await Promise.all([wholesale.run(), wholesale.run(), wholesale.run()]);
  await wholesale.run();
  const [invoice, ...others] = await wholesale.invoicesOf(partner.id);
  expect(others).toEqual([]);
  expect(invoice).toMatchObject({
    partnerId: partner.id,
    firstDay: '2026-10-01',
    lastDay: '2026-10-31',
    issuedOn: '2026-11-01',
    dueOn: '2026-11-15',
    total: '38.53',
    due: '38.53',
    status: 'open',
    isOverdue: false,
  });
  const { lines } = await wholesale.detailOf(invoice.id);
  expect(lines.map(({ kind, detail, amount }: Record<string, string>) => [kind, detail, amount])).toEqual([
    ['tenants', '31 tenant-days of 31', '31.00'],
    ['extensions', '62 extension-days of 31', '6.20'],
    // the tenth is one day, although the number went and came back in it
    ['numbers', '31 number-days of 31', '0.31'],
    ['calls', '2 calls, 2:02 minutes', '0.02'],
    ['calls', '1 call, 1:01 minutes', '1.00'],
    ['calls_not_billed', '1 call, 1:01 minutes, 2.50 EUR', '0.00'],
    ['calls_not_billed', '1 call, 1:01 minutes', '0.00'],
  ]);
});

test('a partner doesn’t pay for sandboxes', async () => {
  const partner = await wholesale.partnerWith({ numberFee: '0.00' });
  const sandbox = { name: 'To try out', sipPrefix: `try${partner.id.slice(-8)}`, status: 'ACTIVE', sandbox: true };
  const { body } = await partner.admin.call('POST', '/tenants', sandbox);
  await partner.admin.call('POST', `/tenants/${body.id}/extensions`, { number: '101', name: 'Desk' });
  await app.query("update tenants set created_at = '2026-09-01' where id = $1", [body.id]);
  await app.query("update service_periods set from_at = '2026-09-01' where tenant_id = $1", [body.id]);
  await wholesale.run();
  const [invoice] = await wholesale.invoicesOf(partner.id);
  expect((await wholesale.detailOf(invoice.id)).lines).toMatchObject([
    { kind: 'tenants', detail: '31 tenant-days of 31' },
    { kind: 'extensions', detail: '62 extension-days of 31' },
  ]);
});

test('suspended tenants and trials count, cancelled tenants only until they were cancelled', async () => {
  const partner = await wholesale.partnerWith({ extensionFee: '0.00', numberFee: '0.00' });
  const other = await createTenant(partner.admin.call, { prefix: 'shop', extensions: ['101'] });
  await app.query(
    "update tenants set created_at = '2026-10-22T10:00Z', status = 'SUSPENDED', suspension_reasons = '{manual}' where id = $1",
    [other.id],
  );
  await partner.admin.call('DELETE', `/tenants/${partner.tenantId}`, { confirmName: 'Bakery' });
  await app.query(
    "update tenants set status = 'CANCELLED', cancelled_at = '2026-10-05T00:00Z', purge_at = '2027-01-05' where id = $1",
    [partner.tenantId],
  );
  await cancelled(partner.tenantId, '2026-10-05T00:00Z', null);
  await wholesale.run();
  const [invoice] = await wholesale.invoicesOf(partner.id);
  expect((await wholesale.detailOf(invoice.id)).lines).toMatchObject([
    { kind: 'tenants', detail: '14 tenant-days of 31' },
  ]);
});

test('the whole days on which a tenant was cancelled don’t count when it is reactivated', async () => {
  const partner = await wholesale.partnerWith({ numberFee: '0.00' });
  const { name } = (await partner.admin.call('GET', `/tenants/${partner.tenantId}`)).body;
  const path = `/tenants/${partner.tenantId}`;
  expect((await partner.admin.call('DELETE', path, { confirmName: name })).status).toBeLessThan(300);
  expect((await partner.admin.call('POST', `${path}/reactivate`, {})).status).toBe(200);
  await cancelled(partner.tenantId, '2026-10-05T10:00Z', '2026-10-15T09:00Z');
  await wholesale.run();
  const [invoice] = await wholesale.invoicesOf(partner.id);
  expect((await wholesale.detailOf(invoice.id)).lines).toMatchObject([
    { kind: 'tenants', detail: '22 tenant-days of 31' },
    { kind: 'extensions', detail: '44 extension-days of 31' },
  ]);
});

/** When the tenant was cancelled, as its one period says. */
async function cancelled(tenantId: string, from: string, until: string | null): Promise<void> {
  const found = await app.query<{ ended: boolean }>(
    "update service_periods set from_at = $2, until_at = $3 where tenant_id = $1 and kind = 'cancelled' returning until_at is not null as ended",
    [tenantId, from, until],
  );
  expect(found).toEqual([{ ended: until !== null }]);
}

test('numbers of all partners together have no gaps, even if a run is interrupted', async () => {
  const partners = [await wholesale.partnerWith(), await wholesale.partnerWith(), await wholesale.partnerWith()];
  // the second of them can't be invoiced
  await app.query(`create function refuse() returns trigger language plpgsql as $$ begin
    if new.partner_id = '${partners[1]!.id}' then raise exception 'cut off'; end if; return new; end $$`);
  await app.query('create trigger refuse before insert on wholesale_invoices for each row execute function refuse()');
  await expect(wholesale.run()).rejects.toThrow('could not be invoiced: 1');
  await app.query('drop trigger refuse on wholesale_invoices');
  await app.query('drop function refuse');
  await wholesale.run();
  for (const { id } of partners) expect(await wholesale.invoicesOf(id)).toHaveLength(1);
  const numbers = await app.query<{ number: number }>('select number from wholesale_invoices order by number');
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, at) => at + 1));
  const again = await app.query(
    'select invoiced_at from wholesale_cycles where partner_id = $1 and invoiced_at is not null',
    [partners[1]!.id],
  );
  expect(again).toHaveLength(1);
});

test('is mailed once with its PDF, which is stored and never generated again', async () => {
  const partner = await wholesale.partnerWith();
  await operator.call('PUT', '/operator/wholesale-settings', {
    legalName: 'Strowger Inc',
    address: '1 Main St',
    taxIds: ['EIN 1'],
    footer: 'By wire',
  });
  await wholesale.run();
  const [{ id, number }] = await wholesale.invoicesOf(partner.id);
  await sendWholesaleInvoice(worker, id);
  await sendWholesaleInvoice(worker, id);
  const mails = await app.query(
    'select recipient, subject, attachment_document, tenant_id from mails where partner_id = $1 and attachment_document is not null',
    [partner.id],
  );
  expect(mails).toEqual([
    {
      recipient: 'accounts@northwind.example',
      subject: `Invoice ${number} from Strowger Inc`,
      attachment_document: id,
      tenant_id: null,
    },
  ]);
  const [file] = await app.query<{ content: Buffer }>('select content from wholesale_files where document_id = $1', [
    id,
  ]);
  expect(file?.content.subarray(0, 5).toString()).toBe('%PDF-');
  const pdf = await partner.admin.call('GET', `/wholesale-invoices/${id}/pdf`);
  expect([pdf.status, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
});

test('payments can be partial, never too high, and can be reversed; the statement adds up', async () => {
  const partner = await wholesale.partnerWith({ tenantFee: '10.00', extensionFee: '0.00', numberFee: '0.00' });
  await wholesale.run();
  const [{ id }] = await wholesale.invoicesOf(partner.id);
  const pay = (amount: string, paidOn = '2026-11-01') =>
    operator.call('POST', `/operator/wholesale-invoices/${id}/payments`, {
      amount,
      paidOn,
      method: 'bank_transfer',
      reference: 'Wire 1',
    });
  expect((await pay('10.01')).body.code).toBe('payment_too_high');
  expect((await pay('0.00')).body.code).toBe('invalid');
  expect((await pay('1.00', '2026-11-02')).body.code).toBe('invalid');
  expect((await pay('4.00')).status).toBe(201);
  const both = await Promise.all([pay('6.00'), pay('6.00')]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await wholesale.detailOf(id)).toMatchObject({
    status: 'paid',
    due: '0.00',
    payments: [{ amount: '4.00' }, { amount: '6.00' }],
  });
  const paid = both.find(({ status }) => status === 201)?.body;
  const reverse = () =>
    operator.call('POST', `/operator/wholesale-payments/${paid.id}/reverse`, { reason: 'Returned' });
  expect((await reverse()).body.reversal).toMatchObject({ reason: 'Returned' });
  expect((await reverse()).body.code).toBe('already_reversed');
  wholesale.clock.now = new Date('2026-11-15T23:59:59Z');
  expect(await wholesale.detailOf(id)).toMatchObject({ isOverdue: false });
  wholesale.clock.now = new Date('2026-11-16T00:00Z');
  expect(await wholesale.detailOf(id)).toMatchObject({ status: 'open', due: '6.00', isOverdue: true });
  const statement = (await partner.admin.call('GET', '/wholesale-statement')).body;
  expect(statement.accounts).toMatchObject([{ currency: 'USD', opening: '0.00', closing: '6.00' }]);
  expect(statement.accounts[0].entries.map(({ kind, amount }: Record<string, string>) => [kind, amount])).toEqual([
    ['invoice', '10.00'],
    ['payment', '-4.00'],
    ['payment', '-6.00'],
    ['reversal', '6.00'],
  ]);
  expect((await partner.admin.call('GET', '/wholesale-statement/export')).text).toContain('Returned');
  expect((await partner.admin.call('GET', '/audit-events?action=wholesale_statement.exported')).body.total).toBe(1);
  expect((await partner.admin.call('GET', '/wholesale-invoices/export')).text).toContain('6.00');
});

test('a partner can read only its own invoices and change nothing, and a tenant can’t see them', async () => {
  const [mine, other] = [await wholesale.partnerWith(), await wholesale.partnerWith()];
  await wholesale.run();
  const [{ id }] = await wholesale.invoicesOf(mine.id);
  expect((await mine.admin.call('GET', `/wholesale-invoices/${id}`)).body.billedEmail).toBe(
    'accounts@northwind.example',
  );
  for (const path of ['', '/pdf'])
    expect((await other.admin.call('GET', `/wholesale-invoices/${id}${path}`)).status).toBe(404);
  expect((await other.admin.call('GET', '/wholesale-invoices')).body.items).not.toContainEqual(
    expect.objectContaining({ id }),
  );
  expect((await other.admin.call('GET', '/wholesale-statement')).text).not.toContain(id);
  const user = await app.user('partner_user', { partnerId: mine.id });
  const tenantAdmin = await app.user('tenant_admin', { tenantId: mine.tenantId });
  for (const stranger of [user, tenantAdmin])
    for (const path of ['/wholesale-invoices', `/wholesale-invoices/${id}`, '/wholesale-statement'])
      expect([403, 404], path).toContain((await stranger.call('GET', path)).status);
  const TABLES = [
    'wholesale_settings',
    'wholesale_terms',
    'wholesale_cycles',
    'wholesale_invoices',
    'wholesale_credit_notes',
    'wholesale_payments',
    'wholesale_reminders',
    'wholesale_files',
  ] as const;
  for (const table of TABLES) {
    const ofTenant = await asTenant(app.db, mine.tenantId, (tx) => tx.selectFrom(table).selectAll().execute());
    expect(ofTenant, table).toEqual([]);
  }
  const owned = await asPartner(app.db, mine.id, (tx) =>
    tx.selectFrom('wholesale_invoices').select('partner_id').execute(),
  );
  expect(owned).toEqual([{ partner_id: mine.id }]);
  const written = await asPartner(app.db, mine.id, (tx) =>
    tx.updateTable('wholesale_invoices').set({ paid_minor: 1 }).executeTakeFirst(),
  );
  expect(written.numUpdatedRows).toBe(0n);
});

test('calls that become known after an invoice are on the next one, once', async () => {
  const partner = await wholesale.partnerWith({ tenantFee: '1.00' });
  const unknown = await wholesale.called(partner, null);
  await wholesale.run();
  await app.query("update call_charges set wholesale_micros = 420000, wholesale_currency = 'USD' where call_id = $1", [
    unknown,
  ]);
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  // nothing is taken back of what was purged
  await app.query('delete from call_charges where partner_id = $1', [partner.id]);
  await wholesale.run(new Date('2027-01-01T09:00Z'));
  const invoices = await wholesale.invoicesOf(partner.id);
  const late = await Promise.all(
    invoices.map(async ({ id }: { id: string }) =>
      (await wholesale.detailOf(id)).lines.filter(({ kind }: { kind: string }) => kind === 'late_calls'),
    ),
  );
  expect(late).toMatchObject([[], [{ amount: '0.42' }], []]);
});

test('a change of the terms applies from the next cycle, even before that cycle is created', async () => {
  const partner = await wholesale.partnerWith({ extensionFee: '0.00', numberFee: '0.00' });
  wholesale.clock.now = new Date('2026-10-20T12:00Z');
  expect((await wholesale.put(partner.id, { tenantFee: '62.00', extensionFee: '0.00' })).body.heldFrom).toBe(
    '2026-11-01',
  );
  // November has begun, by the terms that held then
  wholesale.clock.now = new Date('2026-11-01T00:30Z');
  expect((await wholesale.put(partner.id, { tenantFee: '99.00', extensionFee: '0.00' })).body.heldFrom).toBe(
    '2026-12-01',
  );
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  expect((await wholesale.invoicesOf(partner.id)).map(({ total }: { total: string }) => total)).toEqual([
    '31.00',
    '62.00',
  ]);
  const stale = await wholesale.put(partner.id, {}, { 'if-match': '"1"' });
  expect(stale.body.code).toBe('stale_version');
});
