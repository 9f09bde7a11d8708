import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { billTenant, rateTable } from '../../test/billed.ts';
import { issueInvoices } from '../invoices/run/run.ts';
import { asPartner, type Db, openDb, openPool } from '../platform/db/db.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { newId } from '../platform/values/ids.ts';
import { findPayment, reversePayment } from './payments.ts';
import { reinstatePayment } from './refunds.ts';

let app: TestApp;
let worker: Db;
let closeWorker: () => Promise<void>;
let now = new Date();
let made = 0;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  app = await createTestApp({ now: () => now });
  const pool = openPool(app.database.urls.worker, 'money-flow');
  worker = openDb(pool);
  closeWorker = () => pool.end();
});
afterAll(async () => {
  await closeWorker();
  await app.close();
});

const FEE = 2000;
/** The price of a minute in the rate table, in cents. Other charges come from earlier rates. */
const RATE_CENTS = 60;
const monthDay = (month: number): string => new Date(Date.UTC(2025, month, 1)).toISOString().slice(0, 10);

/** A tenant of a new partner in its first cycle, and what it has been charged so far. */
type Story = {
  admin: ApiUser;
  partnerId: string;
  tenantId: string;
  tableId: string;
  listId: string;
  month: number;
  cycles: string[];
  payments: string[];
  refunds: string[];
  chargedCents: number;
};

async function begin(): Promise<Story> {
  const partnerId = await app.partner(`Partner ${++made}`);
  const admin = await app.user('partner_admin', { partnerId });
  now = new Date('2025-01-10T12:00Z');
  const { body } = await admin.call('POST', '/tenants', {
    name: 'Bakery',
    sipPrefix: `flow${made}`,
    status: 'ACTIVE',
    timezone: 'UTC',
  });
  const tableId = await rateTable(app, partnerId, { '44': { perMinuteMicros: RATE_CENTS * 10_000 } });
  const listId = (await admin.call('GET', `/rate-tables/${tableId}/versions`)).body.items[0].id;
  await billTenant(app, { tenantId: body.id, terms: { monthlyFee: FEE, outboundRates: tableId } });
  await app.query("update service_periods set from_at = '2024-12-31' where tenant_id = $1", [body.id]);
  await app.query('delete from billing_cycles where tenant_id = $1', [body.id]);
  const settings = (await admin.call('GET', '/invoice-settings')).body;
  await admin.call('PUT', '/invoice-settings', { ...settings, legalName: 'Partner', timezone: 'UTC' });
  const story = { admin, partnerId, tenantId: body.id, tableId, listId, month: 0 };
  const whole = { ...story, cycles: [], payments: [], refunds: [], chargedCents: 0 };
  await addCycle(whole);
  return whole;
}

async function addCycle(story: Story): Promise<void> {
  const id = newId();
  await app.query(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
     select $1, v.partner_id, t.id, v.id, $3::date::timestamp at time zone 'UTC', $4::date::timestamp at time zone 'UTC', $3, $4, $4::date - $3::date,
       $4::date - $3::date, 'UTC', 'USD'
     from tenants t join billing_profile_versions v on v.profile_id = t.billing_profile_id where t.id = $2`,
    [id, story.tenantId, monthDay(story.month), monthDay(story.month + 1)],
  );
  story.cycles.push(id);
  story.chargedCents += FEE;
}

/** Ends the month: two runs at the same time issue its invoice. */
async function turn(story: Story): Promise<void> {
  story.month += 1;
  now = new Date(`${monthDay(story.month)}T09:00Z`);
  await addCycle(story);
  await Promise.all([issueInvoices(worker, now, log), issueInvoices(worker, now, log)]);
  now = new Date(now.getTime() + 9 * 86_400_000);
}

/** Adds a call of a minute to London in a cycle, priced by an earlier rate. */
async function call(story: Story, cycleId: string, cents: number): Promise<void> {
  await app.query(
    `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, charge_class, currency, billable_seconds, charged_seconds,
       charge_micros, answered_at, ended_at)
     select $1, 1, partner_id, tenant_id, id, 'rated', '+442079460999', 'international', 'USD', 60, 60, $3, starts_at + interval '1 hour',
       starts_at + interval '61 minutes' from billing_cycles where id = $2`,
    [newId(), cycleId, cents * 10_000],
  );
  await app.query('update billing_cycles set spent_micros = spent_micros + $2 where id = $1', [
    cycleId,
    cents * 10_000,
  ]);
  story.chargedCents += cents;
}

async function rateAgain({ admin, tableId, listId, tenantId }: Story): Promise<number> {
  const asked = { listId, tenantId, from: '2025-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' };
  const path = `/rate-tables/${tableId}/rate-again`;
  const { body } = await admin.call('POST', `${path}?dryRun=true`, { ...asked, difference: null });
  expect((await admin.call('POST', path, { ...asked, difference: body.difference })).status).toBe(200);
  return Math.round(Number(body.difference) * 100);
}

type Step = {
  act:
    | 'pay'
    | 'credit'
    | 'reverse'
    | 'refund'
    | 'unrefund'
    | 'lose'
    | 'win'
    | 'adjust'
    | 'call'
    | 'late'
    | 'rate'
    | 'turn';
  which: number;
  cents: number;
};

async function execute(story: Story, { act, which, cents }: Step): Promise<void> {
  const { admin, tenantId, cycles } = story;
  const oneOf = (all: readonly string[]): string | undefined => all[which % all.length];
  const invoices = async () =>
    (await app.query<{ id: string }>('select id from invoices where tenant_id = $1 order by number', [tenantId])).map(
      ({ id }) => id,
    );
  const amount = (cents / 100).toFixed(2);
  const [paid, billed] = [oneOf(story.payments), oneOf(await invoices())];
  if (act === 'turn') await turn(story);
  if (act === 'call') await call(story, cycles.at(-1) ?? '', cents);
  if (act === 'late') await call(story, oneOf(cycles) ?? '', cents);
  if (act === 'rate') story.chargedCents += await rateAgain(story);
  if (act === 'adjust') {
    // more is subtracted than added, so that some invoices have a negative total
    const signed = which % 3 === 0 ? cents : -cents;
    const text = `${signed < 0 ? '-' : ''}${amount}`;
    const added = await admin.call('POST', `/tenants/${tenantId}/adjustments`, { description: 'Outage', amount: text });
    expect(added.status, added.text).toBe(201);
    story.chargedCents += signed;
  }
  if (act === 'pay' && billed !== undefined) {
    const paidOn = now.toISOString().slice(0, 10);
    const input = { amount, paidOn, method: 'check', overpayment: 'keep' };
    const { status, body } = await admin.call('POST', `/invoices/${billed}/payments`, input);
    expect(status).toBe(201);
    story.payments.push(body.id);
  }
  if (act === 'credit' && billed !== undefined)
    await admin.call('POST', `/invoices/${billed}/credit-notes`, { reason: 'Outage', lines: [{ line: 0, amount }] });
  if (act === 'reverse' && paid !== undefined)
    await admin.call('POST', `/payments/${paid}/reverse`, { reason: 'The check was returned' });
  if (act === 'refund' && paid !== undefined) {
    const input = { amount, paidOn: now.toISOString().slice(0, 10), method: 'check', reason: 'Charged twice' };
    const { status, body } = await admin.call('POST', `/payments/${paid}/refunds`, input);
    if (status === 201) story.refunds.push(body.id);
  }
  const refunded = oneOf(story.refunds);
  if (act === 'unrefund' && refunded !== undefined)
    await admin.call('POST', `/refunds/${refunded}/reverse`, { reason: 'Recorded by mistake' });
  // what a dispute does that is lost, and then won on appeal
  if ((act === 'lose' || act === 'win') && paid !== undefined)
    await asPartner(worker, story.partnerId, async (tx) => {
      const payment = await findPayment(tx, paid);
      if (!payment) throw new Error('The payment is missing.');
      if (act === 'win') await reinstatePayment(tx, payment, 'Dispute won', now);
      else if (payment.reversed_at === null && payment.refunded_minor !== payment.amount_minor)
        await reversePayment(tx, SYSTEM, { found: payment, input: { reason: 'Dispute lost', byDispute: true }, now });
    });
}

/** Checks that the statement agrees with the open invoices and the credit. */
async function expectBalanced({ admin, tenantId }: Story, what: string): Promise<void> {
  const [sums] = await app.query<{ open: number; credit: number; wrong: number }>(
    `select coalesce(sum(total_minor - credited_minor - paid_minor), 0)::int as open,
       count(*) filter (where paid_minor < 0 or credited_minor < 0 or paid_minor + credited_minor > total_minor)::int as wrong,
       (select coalesce(sum(amount_minor), 0) from account_credits where tenant_id = $1)::int as credit
     from invoices where tenant_id = $1`,
    [tenantId],
  );
  const { open = 0, credit = 0, wrong } = sums ?? {};
  expect(wrong, what).toBe(0);
  const { accounts } = (await admin.call('GET', `/tenants/${tenantId}/statement`)).body;
  expect(Math.round(Number(accounts[0]?.closing ?? 0) * 100), what).toBe(open - credit);
  expect(credit, what).toBeGreaterThanOrEqual(0);
  // there is no unused credit while an invoice is open
  expect(credit > 0 && open > 0, what).toBe(false);
}

/** The amounts on invoices, with what is too small for one and waits for the next. */
async function billedCents({ tenantId }: Story): Promise<number> {
  const [sums] = await app.query<{ invoiced: number; waiting: number }>(
    `select (select coalesce(sum(net_minor), 0) from invoices where tenant_id = $1)::int as invoiced,
       (select coalesce(sum(amount_minor), 0) from adjustments where tenant_id = $1 and cycle_id is null)::int as waiting`,
    [tenantId],
  );
  return (sums?.invoiced ?? 0) + (sums?.waiting ?? 0);
}

test('every charge is billed exactly once and the balance is right, whatever is corrected, rated again, paid, credited, refunded, reversed and reinstated', async () => {
  const step = fc.record({
    act: fc.constantFrom(
      ...(['pay', 'pay', 'credit', 'reverse', 'refund', 'refund', 'unrefund', 'lose', 'win', 'win'] as const),
      ...(['adjust', 'adjust', 'call', 'late', 'rate', 'turn', 'turn'] as const),
    ),
    which: fc.nat(5),
    cents: fc.integer({ min: 1, max: 4000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (steps) => {
      const story = await begin();
      for (const [at, one] of steps.entries()) {
        await execute(story, one);
        await expectBalanced(story, `after step ${at}: ${one.act}`);
      }
      // the second invoice has what came late or was rated again after the first
      for (let turns = 0; turns < 2; turns++) await turn(story);
      await expectBalanced(story, 'at the end');
      // the fee of the current cycle isn't billed yet
      expect(await billedCents(story)).toBe(story.chargedCents - FEE);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
