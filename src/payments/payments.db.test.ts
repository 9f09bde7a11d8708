import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { insertInvoice } from '../../test/invoices.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let made = 0;
const NOW = new Date('2026-11-20T15:00Z');

beforeAll(async () => {
  app = await createTestApp({ now: () => NOW });
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
});
afterAll(() => app.close());

async function newTenant(): Promise<string> {
  const { body } = await admin.call('POST', '/tenants', {
    name: `Bakery ${++made}`,
    sipPrefix: `bakery${made}`,
    status: 'ACTIVE',
  });
  return body.id;
}

/** Issues an invoice of 11.00. Earlier ones are due first. */
const invoiceOf = (tenantId: string): Promise<string> =>
  insertInvoice(app.query, { partnerId, tenantId, number: ++made });

const CHECK = { paidOn: '2026-11-12', method: 'check' };
const pay = (invoiceId: string, amount: string, more: object = {}, headers?: Record<string, string>) =>
  admin.call('POST', `/invoices/${invoiceId}/payments`, { amount, ...CHECK, ...more }, headers);
const reverse = (paymentId: string) =>
  admin.call('POST', `/payments/${paymentId}/reverse`, { reason: 'The check was returned' });
const read = async (invoiceId: string) => {
  const { body } = await admin.call('GET', `/invoices/${invoiceId}`);
  return [body.status, body.paid, body.due];
};
const creditOf = async (tenantId: string): Promise<number> => {
  const [row] = await app.query<{ sum: string }>(
    'select coalesce(sum(amount_minor), 0) as sum from account_credits where tenant_id = $1',
    [tenantId],
  );
  return Number(row?.sum);
};
const statementOf = async (tenantId: string, query = '') =>
  (await admin.call('GET', `/tenants/${tenantId}/statement${query}`)).body;

describe('a payment', () => {
  test('can pay part of an invoice, and the rest later', async () => {
    const invoice = await invoiceOf(await newTenant());
    const first = await pay(invoice, '4.00', { reference: ' Check 1042 ', note: 'By mail' });
    expect(first).toMatchObject({
      status: 201,
      body: {
        amount: '4.00',
        currency: 'USD',
        toCredit: '0.00',
        reference: 'Check 1042',
        note: 'By mail',
        reversal: null,
      },
    });
    expect(await read(invoice)).toEqual(['open', '4.00', '7.00']);
    await pay(invoice, '7');
    expect(await read(invoice)).toEqual(['paid', '11.00', '0.00']);
  });

  test('of more than the amount due is refused, with the amount due', async () => {
    const invoice = await invoiceOf(await newTenant());
    expect(await pay(invoice, '11.01')).toMatchObject({
      status: 409,
      body: { code: 'payment_too_high', errors: [{ path: 'amount', message: '11.00 USD is left to pay.' }] },
    });
    expect(await read(invoice)).toEqual(['open', '0.00', '11.00']);
  });

  test('with the rest kept as credit pays its invoice, then the oldest due, and the rest becomes credit', async () => {
    const tenant = await newTenant();
    const [oldest, other, named] = [await invoiceOf(tenant), await invoiceOf(tenant), await invoiceOf(tenant)];
    await app.query("update invoices set due_on = '2026-11-10' where id = $1", [oldest]);
    const { body } = await pay(named, '25.00', { overpayment: 'keep' });
    expect([await read(named), await read(oldest), await read(other)]).toEqual([
      ['paid', '11.00', '0.00'],
      ['paid', '11.00', '0.00'],
      ['open', '3.00', '8.00'],
    ]);
    expect(body.shares.map((share: { amount: string }) => share.amount)).toEqual(['11.00', '3.00', '11.00']);
    expect((await pay(other, '10.00', { overpayment: 'keep' })).body.toCredit).toBe('2.00');
    expect(await creditOf(tenant)).toBe(200);
  });

  test.each([
    [{ amount: '0' }, 'amount'],
    [{ amount: '1.001' }, 'amount'],
    [{ amount: '-1' }, 'amount'],
    [{ paidOn: '2026-11-21' }, 'paidOn'],
    [{ paidOn: '2026-02-30' }, 'paidOn'],
    [{ method: 'barter' }, 'method'],
  ])('%o is refused', async (wrong, path) => {
    const invoice = await invoiceOf(await newTenant());
    const { status, body } = await pay(invoice, '1.00', wrong);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
  });

  test('sent twice with the same Idempotency-Key is recorded once', async () => {
    const invoice = await invoiceOf(await newTenant());
    const key = { 'idempotency-key': 'a-key' };
    const [first, second] = [await pay(invoice, '4.00', {}, key), await pay(invoice, '4.00', {}, key)];
    expect(second.body.id).toBe(first.body.id);
    expect(await read(invoice)).toEqual(['open', '4.00', '7.00']);
  });

  test('recorded by two people at once pays the invoice once', async () => {
    const tenant = await newTenant();
    const invoice = await invoiceOf(tenant);
    const all = await Promise.all(Array.from({ length: 6 }, () => pay(invoice, '11.00')));
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409]);
    const kept = await Promise.all([
      pay(invoice, '11.00', { overpayment: 'keep' }),
      pay(invoice, '11.00', { overpayment: 'keep' }),
    ]);
    expect(kept.map(({ status }) => status)).toEqual([201, 201]);
    expect([await read(invoice), await creditOf(tenant)]).toEqual([['paid', '11.00', '0.00'], 2200]);
  });

  test('of a purged tenant can still be recorded, and so can a credit note', async () => {
    const tenant = await newTenant();
    const invoice = await invoiceOf(tenant);
    await app.query('alter table invoices disable trigger all');
    await app.query('update invoices set tenant_id = gen_random_uuid() where id = $1', [invoice]);
    expect((await pay(invoice, '10.00')).status).toBe(201);
    const credited = await admin.call('POST', `/invoices/${invoice}/credit-notes`, {
      reason: 'Outage',
      lines: [{ line: 0, amount: '0.50' }],
    });
    expect(credited.status).toBe(201);
    expect(await read(invoice)).toEqual(['open', '10.00', '0.45']);
  });
});

describe('a reversal', () => {
  test('makes the invoice due again, works only once, and keeps the payment', async () => {
    const invoice = await invoiceOf(await newTenant());
    const { body } = await pay(invoice, '11.00');
    const all = await Promise.all([reverse(body.id), reverse(body.id), reverse(body.id)]);
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    expect(await read(invoice)).toEqual(['open', '0.00', '11.00']);
    const listed = await admin.call('GET', `/payments?invoiceId=${invoice}`);
    expect(listed.body).toMatchObject({ total: 1, items: [{ reversal: { reason: 'The check was returned' } }] });
  });

  test('removes credit, even if it has paid another invoice meanwhile', async () => {
    const tenant = await newTenant();
    const first = await invoiceOf(tenant);
    const { body } = await pay(first, '20.00', { overpayment: 'keep' });
    const second = await invoiceOf(tenant);
    // a credit note creates credit, which pays open invoices before payments do
    await admin.call('POST', `/invoices/${first}/credit-notes`, {
      reason: 'Outage',
      lines: [{ line: 0, amount: '1.00' }],
    });
    expect([await read(second), await creditOf(tenant)]).toEqual([['open', '10.10', '0.90'], 0]);
    await reverse(body.id);
    expect([await read(first), await read(second)]).toEqual([
      ['open', '0.00', '9.90'],
      ['open', '0.00', '11.00'],
    ]);
    expect(await creditOf(tenant)).toBe(0);
    expect((await statementOf(tenant)).accounts[0].closing).toBe('20.90');
  });
});

describe('the statement', () => {
  test('includes a payment of today in the partner’s time zone, even if it is still yesterday for the tenant', async () => {
    const tenant = await newTenant();
    const invoice = await invoiceOf(tenant);
    const settings = (await admin.call('GET', '/invoice-settings')).body;
    await admin.call('PUT', '/invoice-settings', { ...settings, timezone: 'Pacific/Kiritimati' });
    const { status } = await pay(invoice, '5.00', { paidOn: '2026-11-21' });
    await admin.call('PUT', '/invoice-settings', settings);
    const { to, accounts } = await statementOf(tenant);
    expect([status, to, accounts[0].closing]).toEqual([201, '2026-11-21', '6.00']);
  });

  test('lists charges and payments in order with the balance after each, and begins with the last balance', async () => {
    const tenant = await newTenant();
    const invoice = await invoiceOf(tenant);
    await admin.call('POST', `/invoices/${invoice}/credit-notes`, {
      reason: 'Outage',
      lines: [{ line: 0, amount: '1.00' }],
    });
    const { body } = await pay(invoice, '5.00', { reference: 'Wire 7' });
    await reverse(body.id);
    const { from, to, accounts } = await statementOf(tenant);
    expect([from, to]).toEqual(['2025-12-01', '2026-11-20']);
    const entries = accounts[0].entries.map((entry: Record<string, string>) => [
      entry.day,
      entry.kind,
      entry.reference,
      entry.amount,
      entry.balance,
    ]);
    expect(entries).toEqual([
      ['2026-11-01', 'invoice', '', '11.00', '11.00'],
      ['2026-11-12', 'payment', 'Wire 7', '-5.00', '6.00'],
      ['2026-11-20', 'credit_note', 'Outage', '-1.10', '4.90'],
      ['2026-11-20', 'reversal', 'The check was returned', '5.00', '9.90'],
    ]);
    const later = await statementOf(tenant, '?from=2026-11-13&to=2026-11-20');
    expect(later.accounts[0]).toMatchObject({ opening: '6.00', closing: '9.90' });
    const empty = await statementOf(tenant, '?from=2026-11-13&to=2026-11-14');
    expect(empty.accounts[0]).toMatchObject({ opening: '6.00', entries: [], closing: '6.00' });
  });

  test('can be read by the tenant’s admin, without the partner’s notes, and by no other tenant', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()];
    const invoice = await invoiceOf(tenant);
    await pay(invoice, '5.00', { note: 'Called Maria' });
    const [own, foreign] = [
      await app.user('tenant_admin', { tenantId: tenant }),
      await app.user('tenant_admin', { tenantId: other }),
    ];
    expect((await own.call('GET', `/tenants/${tenant}/statement`)).body.accounts[0].closing).toBe('6.00');
    expect((await own.call('GET', `/tenants/${tenant}/statement/export`)).text).toContain('2026-11-12,payment,');
    const payments = await own.call('GET', `/tenants/${tenant}/payments`);
    expect(payments.body.total).toBe(1);
    expect(payments.text).not.toContain('Maria');
    expect((await foreign.call('GET', `/tenants/${other}/statement`)).body.accounts).toEqual([]);
    expect((await foreign.call('GET', `/tenants/${tenant}/statement`)).status).toBe(404);
  });

  test('is printed for partner and tenant, in the partner’s name, in any script and over several pages', async () => {
    const tenant = await newTenant();
    await app.query("update tenants set name = 'Панорама パン', billing_email = 'bills@bakery.example' where id = $1", [
      tenant,
    ]);
    const invoice = await invoiceOf(tenant);
    for (let at = 0; at < 60; at++) await pay(invoice, '0.10', { reference: `Чек ${at}` });
    const own = await app.user('tenant_admin', { tenantId: tenant });
    const path = `/tenants/${tenant}/statement/pdf?from=2026-11-01&to=2026-11-20`;
    const [ours, theirs] = await Promise.all([admin.call('GET', path), own.call('GET', path)]);
    expect([ours.status, theirs.text]).toEqual([200, ours.text]);
    expect(ours.text).toMatch(/^%PDF-/);
    expect(ours.text).toContain('(Northwind)');
    expect(ours.text.match(/\/Type \/Page\b(?!s)/g)?.length).toBeGreaterThan(1);
    const stranger = await app.user('tenant_admin', { tenantId: await newTenant() });
    expect((await stranger.call('GET', path)).status).toBe(404);
  });

  test('gives the balance next to the plan, which shows the tenant nothing internal to the partner', async () => {
    const profile = await admin.call('POST', '/billing-profiles', {
      name: 'Small office',
      currency: 'USD',
      terms: { monthlyFee: '25.00', includedMinutes: 100, reminderDays: [3] },
    });
    const { body } = await admin.call('POST', '/tenants', {
      name: 'Planned',
      sipPrefix: 'planned',
      status: 'ACTIVE',
      billingProfileId: profile.body.id,
    });
    // the test's clock is earlier than that of the database
    await app.query("update billing_cycles set starts_at = '2026-11-01' where tenant_id = $1", [body.id]);
    const invoice = await invoiceOf(body.id);
    await pay(invoice, '1.00');
    const owner = await app.user('tenant_admin', { tenantId: body.id });
    const account = await owner.call('GET', `/tenants/${body.id}/account`);
    expect(account.body).toMatchObject({
      plan: { name: 'Small office', monthlyFee: '25.00', includedMinutes: 100 },
      balances: [{ currency: 'USD', balance: '10.00', overdue: '10.00' }],
    });
    expect(account.text).not.toMatch(/rates|wholesale|reminder/i);
  });

  test('always ends with the unpaid amounts less the credit, whatever is paid, credited and reversed', async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant('pay' as const), which: fc.nat(5), cents: fc.integer({ min: 1, max: 3000 }) }),
      fc.record({ act: fc.constant('credit' as const), which: fc.nat(5), cents: fc.integer({ min: 1, max: 600 }) }),
      fc.record({ act: fc.constant('reverse' as const), which: fc.nat(5) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const tenant = await newTenant();
        const [invoices, payments] = [[await invoiceOf(tenant), await invoiceOf(tenant)], new Array<string>()];
        const oneOf = (all: string[], which: number) => all[which % all.length] ?? '';
        for (const what of steps) {
          const cents = 'cents' in what ? (what.cents / 100).toFixed(2) : '';
          if (what.act === 'pay') {
            const { status, body } = await pay(oneOf(invoices, what.which), cents, { overpayment: 'keep' });
            expect(status).toBe(201);
            payments.push(body.id);
          }
          if (what.act === 'credit')
            await admin.call('POST', `/invoices/${oneOf(invoices, what.which)}/credit-notes`, {
              reason: 'Outage',
              lines: [{ line: 0, amount: cents }],
            });
          if (what.act === 'reverse' && payments.length > 0) await reverse(oneOf(payments, what.which));
        }
        const open = await app.query<{ due: number }>(
          'select coalesce(sum(total_minor - credited_minor - paid_minor), 0)::int as due from invoices where tenant_id = $1',
          [tenant],
        );
        const credit = await creditOf(tenant);
        const { closing } = (await statementOf(tenant)).accounts[0];
        expect(Math.round(Number(closing) * 100)).toBe((open[0]?.due ?? 0) - credit);
        // there is no unused credit while an invoice is open
        expect(credit > 0 && (open[0]?.due ?? 0) > 0).toBe(false);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
