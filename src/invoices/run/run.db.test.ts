import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixtures, type Fixtures } from '../../../test/fixtures.ts';
import { createProfile } from '../../billing/profiles/profiles.ts';
import { INITIAL_TERMS, type ProfileTerms } from '../../billing/profiles/terms-contract.ts';
import { pastDueTasks } from '../../past-due/jobs.ts';
import { readConfig } from '../../platform/config.ts';
import { asPartner, type Db, openDb, openPool } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { TenantCreate } from '../../tenants/contract.ts';
import { createTenant } from '../../tenants/tenants.ts';
import { sendInvoices } from '../documents/send.ts';
import type { InvoiceRow } from '../invoices.ts';
import { InvoiceLines } from '../lines-contract.ts';
import { issueInvoices } from './run.ts';
import type { TaxableBill } from './tax-engine.ts';

let fixtures: Fixtures;
let worker: Db;
let close: () => Promise<void>;
let made = 0;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  fixtures = await createFixtures();
  const pool = openPool(fixtures.database.urls.worker, 'invoices', 8);
  worker = openDb(pool);
  close = () => pool.end();
});
afterAll(async () => {
  await close();
  await fixtures.close();
});

const rows = <T>(text: string, values: unknown[] = []) => fixtures.rows<T>(text, values);
const one = async <T>(text: string, values: unknown[] = []): Promise<T> => {
  const [row, ...others] = await rows<T>(text, values);
  if (row === undefined || others.length > 0) throw new Error(`Not one row: ${text}`);
  return row;
};

type Billed = { id: string; cycleId: string };

/** A tenant that has been ACTIVE in all of October, in New York, with its cycle of that month. */
async function billed(
  terms: Partial<ProfileTerms> = {},
  { currency = 'USD', email = 'bills@bakery.example', partnerId = fixtures.partnerId } = {},
): Promise<Billed> {
  const { db, admin } = fixtures;
  const profile = await asPartner(db, partnerId, (tx) =>
    createProfile(tx, admin, partnerId, { name: `Plan ${++made}`, currency }),
  );
  const input = TenantCreate.parse({
    name: `Bakery ${made}`,
    sipPrefix: `bak${made}`,
    status: 'ACTIVE',
    billingEmail: email,
    timezone: 'America/New_York',
  });
  const { id } = await asPartner(db, partnerId, (tx) => createTenant(tx, admin, { partnerId, input }));
  await rows('update billing_profile_versions set terms = $2 where profile_id = $1', [
    profile.id,
    { ...INITIAL_TERMS, ...terms },
  ]);
  await rows("update service_periods set from_at = '2026-10-01T04:00Z' where tenant_id = $1", [id]);
  await setProfile(id, profile.id);
  return { id, cycleId: await cycleOf(id, profile.id, '2026-10-01', '2026-11-01') };
}

const setProfile = (tenantId: string, profileId: string | null) =>
  rows('update tenants set billing_profile_id = $2 where id = $1', [tenantId, profileId]);

async function cycleOf(tenantId: string, profileId: string, firstDay: string, nextFirstDay: string): Promise<string> {
  const cycle = await one<{ id: string }>(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
     select $1, v.partner_id, $2, v.id, $4::date::timestamp at time zone 'America/New_York', $5::date::timestamp at time zone 'America/New_York', $4, $5,
       $5::date - $4::date, greatest(28, $5::date - $4::date), 'America/New_York', v.currency
     from billing_profile_versions v where v.profile_id = $3 returning id`,
    [newId(), tenantId, profileId, firstDay, nextFirstDay],
  );
  return cycle.id;
}
const profileOf = async (cycleId: string) =>
  (
    await one<{ id: string }>(
      'select v.profile_id as id from billing_cycles c join billing_profile_versions v on v.id = c.profile_version_id where c.id = $1',
      [cycleId],
    )
  ).id;

/** A rated call of the cycle. */
async function call(
  { id, cycleId }: Billed,
  micros: number,
  { chargeClass = 'domestic', seconds = 60, included = 0 } = {},
) {
  await charge({ id, cycleId }, "'rated', null", [chargeClass, seconds, included, micros]);
  await rows('update billing_cycles set spent_micros = spent_micros + $2 where id = $1', [cycleId, micros]);
}

const charge = ({ id, cycleId }: Billed, state: string, values: (string | number | null)[]) =>
  rows(
    `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, reason, number, currency, charge_class, billable_seconds, charged_seconds,
       included_seconds, charge_micros, answered_at, ended_at)
     values ($1, 0, $2, $3, $4, ${state}, '+12125550100', 'USD', $5, $6::int, $6::int, $7, $8, now(), now())`,
    [newId(), fixtures.partnerId, id, cycleId, ...values],
  );

const NOVEMBER = new Date('2026-11-01T09:00Z');
const run = (now = NOVEMBER) => issueInvoices(worker, now, log);
const invoicesOf = (tenantId: string) =>
  rows<InvoiceRow>('select * from invoices where tenant_id = $1 order by number', [tenantId]);
const amounts = (row: InvoiceRow | undefined) => row && [row.net_minor, row.tax_minor, row.total_minor].map(Number);

describe('the run', () => {
  test('issues one invoice for a cycle that has ended, with sorted lines, however often it runs', async () => {
    const tenant = await billed({
      monthlyFee: 3000,
      paymentTermsDays: 14,
      taxes: [
        {
          kind: 'percent',
          name: 'Sales tax',
          validFrom: '2026-01-01',
          ratePpm: 100_000,
          sharePpm: 1_000_000,
          on: ['plan', 'calls'],
          onTaxes: [],
        },
      ],
    });
    await call(tenant, 14_999);
    await call(tenant, 5_000, { seconds: 120, included: 60 });
    await call(tenant, 1_000_000, { chargeClass: 'international' });
    await Promise.all([run(), run(), run()]);
    await run();
    const [invoice, ...others] = await invoicesOf(tenant.id);
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      issued_on: '2026-11-01',
      due_on: '2026-11-15',
      // the end of the 15th in New York
      overdue_at: new Date('2026-11-16T05:00Z'),
      first_day: '2026-10-01',
      last_day: '2026-10-31',
      status: 'open',
      billed: { name: expect.stringContaining('Bakery'), email: 'bills@bakery.example' },
      seller: { name: 'Test Partner', address: '', taxIds: [], footer: '' },
    });
    expect(amounts(invoice)).toEqual([3102, 310, 3412]);
    expect(InvoiceLines.parse(invoice?.lines)).toEqual([
      { kind: 'plan', unitMinor: 3000, unitDays: 31, nominalDays: 31, amountMinor: 3000 },
      {
        kind: 'calls',
        chargeClass: 'domestic',
        calls: 2,
        chargedSeconds: 180,
        includedSeconds: 60,
        chargeMicros: 19_999,
        amountMinor: 2,
      },
      {
        kind: 'calls',
        chargeClass: 'international',
        calls: 1,
        chargedSeconds: 60,
        includedSeconds: 0,
        chargeMicros: 1_000_000,
        amountMinor: 100,
      },
    ]);
    expect(await fixtures.auditActions(tenant.id)).toContain('invoice.issued');
  });

  test('waits for calls in progress and for calls without a rate, but no longer than the longest call', async () => {
    const waits = [await billed({ monthlyFee: 1000 }), await billed({ monthlyFee: 1000 })];
    const [live, unrated] = waits;
    await rows('alter table live_legs disable trigger all');
    await rows(
      "insert into live_legs (call_id, leg, tenant_id, cycle_id, number, pin) values ($1, 0, $2, $3, '+12125550100', '{}')",
      [newId(), live?.id, live?.cycleId],
    );
    if (unrated) await charge(unrated, "'unrated', 'no_rate'", ['domestic', 0, 0, null]);
    const issued = async () => (await Promise.all(waits.map(({ id }) => invoicesOf(id)))).map((all) => all.length);
    await run(new Date('2026-11-01T04:01Z'));
    await run(new Date('2026-11-01T07:59Z'));
    expect(await issued()).toEqual([0, 0]);
    await run(new Date('2026-11-01T08:00Z'));
    expect(await issued()).toEqual([1, 1]);
  });

  test('bills calls that arrive late on the next invoice', async () => {
    const tenant = await billed({ monthlyFee: 1000 });
    await call(tenant, 300_000);
    await run();
    await call(tenant, 2_000_000);
    const november = await cycleOf(tenant.id, await profileOf(tenant.cycleId), '2026-11-01', '2026-12-01');
    await run(new Date('2026-12-01T09:00Z'));
    await run(new Date('2026-12-01T10:00Z'));
    const [first, second, ...others] = await invoicesOf(tenant.id);
    expect([amounts(first)?.[0], amounts(second)?.[0], others.length]).toEqual([1030, 1200, 0]);
    expect(InvoiceLines.parse(second?.lines).at(-1)).toEqual({
      kind: 'adjustments',
      description: 'Calls from 2026-10-01 to 2026-10-31 that arrived late',
      day: '2026-10-31',
      amountMinor: 200,
    });
    expect(second?.cycle_id).toBe(november);
  });

  test('carries less than 0.50 over to the next invoice, and issues none for nothing', async () => {
    const [small, nothing] = [await billed(), await billed()];
    await call(small, 490_000);
    await run();
    expect([await invoicesOf(small.id), await invoicesOf(nothing.id)]).toEqual([[], []]);
    await cycleOf(small.id, await profileOf(small.cycleId), '2026-11-01', '2026-12-01');
    const carried = await rows('select kind, amount_minor, cycle_id from adjustments where tenant_id = $1', [small.id]);
    expect(carried).toEqual([{ kind: 'carried', amount_minor: '49', cycle_id: null }]);
    const [{ id } = { id: '' }] = await rows<{ id: string }>(
      "select id from billing_cycles where tenant_id = $1 and first_day = '2026-11-01'",
      [small.id],
    );
    await call({ id: small.id, cycleId: id }, 510_000);
    await run(new Date('2026-12-01T09:00Z'));
    expect((await invoicesOf(small.id)).map((row) => Number(row.total_minor))).toEqual([100]);
  });

  test('never issues a negative invoice: the rest is credit, which pays the next one', async () => {
    const tenant = await billed({ monthlyFee: 3000 });
    await rows(
      `insert into adjustments (id, partner_id, tenant_id, kind, currency, amount_minor, description, day) values ($1, $2, $3, 'correction', 'USD', -5000, 'Outage', '2026-10-03')`,
      [newId(), fixtures.partnerId, tenant.id],
    );
    await run();
    await cycleOf(tenant.id, await profileOf(tenant.cycleId), '2026-11-01', '2026-12-01');
    await run(new Date('2026-12-01T09:00Z'));
    const found = (await invoicesOf(tenant.id)).map((row) => [row.total_minor, row.paid_minor, row.status]);
    expect(found).toEqual([
      ['0', '0', 'paid'],
      ['3000', '2000', 'open'],
    ]);
    const credits = await rows('select amount_minor, reason from account_credits where tenant_id = $1 order by id', [
      tenant.id,
    ]);
    expect(credits).toEqual([
      { amount_minor: '2000', reason: 'invoice_below_zero' },
      { amount_minor: '-2000', reason: 'used' },
    ]);
  });

  test('uses credit from a negative total for older unpaid invoices, and lifts the suspension for them', async () => {
    const tenant = await billed({ monthlyFee: 2800 });
    await run();
    await rows("update tenants set status = 'SUSPENDED', suspension_reasons = '{past_due}' where id = $1", [tenant.id]);
    await rows("update service_periods set until_at = null where tenant_id = $1 and kind = 'active'", [tenant.id]);
    await rows(
      `insert into adjustments (id, partner_id, tenant_id, kind, currency, amount_minor, description, day) values ($1, $2, $3, 'correction', 'USD', -7000, 'Outage', '2026-11-03')`,
      [newId(), fixtures.partnerId, tenant.id],
    );
    const profile = await profileOf(tenant.cycleId);
    await cycleOf(tenant.id, profile, '2026-11-01', '2026-11-29');
    await cycleOf(tenant.id, profile, '2026-11-29', '2026-12-09');
    // both cycles in one run: credit of the first invoice pays October before December
    await run(new Date('2026-12-09T09:00Z'));
    expect(
      (await invoicesOf(tenant.id)).map((row) => [row.total_minor, row.paid_minor, row.from_credit_minor]),
    ).toEqual([
      ['2800', '2800', '0'],
      ['0', '0', '0'],
      ['1000', '1000', '1000'],
    ]);
    await pastDueTasks.lift_past_due.run({ tenantId: tenant.id }, { db: worker, log, config: readConfig({}) });
    expect(await one('select status from tenants where id = $1', [tenant.id])).toEqual({ status: 'ACTIVE' });
    expect(
      await rows('select sum(amount_minor)::int as credit from account_credits where tenant_id = $1', [tenant.id]),
    ).toEqual([{ credit: 400 }]);
    expect(
      await rows('select from graphile_worker._private_jobs where key = $1', [`lift_past_due:${tenant.id}`]),
    ).toHaveLength(1);
  });

  test('exempts a tenant while its certificate is valid on the last day of the cycle', async () => {
    const taxes: ProfileTerms['taxes'] = [
      {
        kind: 'percent',
        name: 'VAT',
        validFrom: '2026-01-01',
        ratePpm: 200_000,
        sharePpm: 1_000_000,
        on: ['plan'],
        onTaxes: [],
      },
    ];
    const [valid, expired] = [await billed({ monthlyFee: 1000, taxes }), await billed({ monthlyFee: 1000, taxes })];
    await rows(
      "insert into tax_exemptions (tenant_id, partner_id, certificate, valid_from) values ($1, $2, 'ST-120', '2026-10-31')",
      [valid.id, fixtures.partnerId],
    );
    await rows(
      "insert into tax_exemptions (tenant_id, partner_id, certificate, valid_from, valid_until) values ($1, $2, 'ST-121', '2026-01-01', '2026-10-30')",
      [expired.id, fixtures.partnerId],
    );
    await run();
    const found = [...(await invoicesOf(valid.id)), ...(await invoicesOf(expired.id))];
    expect(found.map((row) => [row.exemption, Number(row.tax_minor)])).toEqual([
      ['ST-120', 0],
      [null, 200],
    ]);
  });

  test('prints the taxes of any tax engine, and leaves the cycle to the next run if the engine fails', async () => {
    const tenant = await billed({ monthlyFee: 1000 });
    const asked: TaxableBill[] = [];
    const failing = async (): Promise<never> => Promise.reject(new Error('The tax service is down.'));
    await expect(issueInvoices(worker, NOVEMBER, log, failing)).rejects.toThrow('could not be invoiced');
    expect(await invoicesOf(tenant.id)).toEqual([]);
    await issueInvoices(worker, NOVEMBER, log, async (bill) => {
      asked.push(bill);
      const baseMinor = bill.lines[0]?.amountMinor ?? 0;
      const of = {
        kind: 'percent' as const,
        ratePpm: 70_000,
        sharePpm: 1_000_000,
        on: ['plan'],
        onTaxes: [],
        baseMinor,
      };
      return [{ name: 'By the service', of, amountMinor: 70 }];
    });
    expect(asked).toMatchObject([{ tenantId: tenant.id, currency: 'USD', lastDay: '2026-10-31', exemption: null }]);
    const [invoice] = await invoicesOf(tenant.id);
    expect(amounts(invoice)).toEqual([1000, 70, 1070]);
    expect(invoice?.taxes).toMatchObject([{ name: 'By the service', amountMinor: 70 }]);
  });

  test('numbers invoices without gaps, with days that never decrease, in the partner’s time zone', async () => {
    await rows(
      "insert into invoice_settings (partner_id, legal_name, timezone) values ($1, 'Test LLC', 'Pacific/Kiritimati')",
      [fixtures.partnerId],
    );
    const first = await billed({ monthlyFee: 1000 });
    await run(new Date('2026-12-10T12:00Z'));
    await rows("update invoice_settings set timezone = 'Pacific/Honolulu' where partner_id = $1", [fixtures.partnerId]);
    const second = await billed({ monthlyFee: 1000 });
    await run(new Date('2026-12-10T12:30Z'));
    const dates = [...(await invoicesOf(first.id)), ...(await invoicesOf(second.id))];
    expect(dates.map((row) => [row.issued_on, (row.seller as { name: string }).name])).toEqual([
      ['2026-12-11', 'Test LLC'],
      ['2026-12-11', 'Test LLC'],
    ]);
    await rows('delete from invoice_settings where partner_id = $1', [fixtures.partnerId]);
    const { gaps } = await one<{ gaps: number }>(
      `select (max(number) - count(*))::int as gaps from invoices where partner_id = $1`,
      [fixtures.partnerId],
    );
    expect(gaps).toBe(0);
  });

  test('leaves nothing incomplete if it is killed at any step', async () => {
    const tenants = [
      await billed({ monthlyFee: 1000 }),
      await billed({ monthlyFee: 1000 }),
      await billed({ monthlyFee: 1000 }),
    ];
    const counters = () =>
      one<{ last_number: number }>(
        "select last_number from document_counters where partner_id = $1 and series = 'invoice'",
        [fixtures.partnerId],
      );
    const before = await counters();
    for (const table of [
      'adjustments',
      'billing_cycles',
      'document_counters',
      'invoices',
      'account_credits',
      'audit_events',
      'graphile_worker._private_jobs',
    ]) {
      const killed = `create function killed() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`;
      await rows(
        `${killed}; create trigger killed before insert or update on ${table} for each statement execute function killed()`,
      );
      const touched = !['adjustments', 'account_credits'].includes(table);
      if (touched) await expect(run()).rejects.toThrow('3');
      await rows(`drop trigger killed on ${table}; drop function killed()`);
      if (touched) expect([await counters(), await invoicesOf(tenants[0]?.id ?? '')]).toEqual([before, []]);
    }
    await run();
    expect((await counters()).last_number).toBe(before.last_number + 3);
  });

  test('invoices the other cycles if one fails', async () => {
    const [broken, whole] = [await billed({ monthlyFee: 1000 }), await billed({ monthlyFee: 1000 })];
    await rows(`update billing_profile_versions set terms = '{}' where profile_id = $1`, [
      await profileOf(broken.cycleId),
    ]);
    await expect(run()).rejects.toThrow('could not be invoiced: 1');
    expect([await invoicesOf(broken.id), (await invoicesOf(whole.id)).length]).toEqual([[], 1]);
    await rows('update billing_profile_versions set terms = $2 where profile_id = $1', [
      await profileOf(broken.cycleId),
      { ...INITIAL_TERMS, monthlyFee: 700 },
    ]);
    await run();
    expect(amounts((await invoicesOf(broken.id))[0])).toEqual([700, 0, 700]);
  });

  test('reports a cycle that fails while another batch is being written', async () => {
    const other = newId();
    await rows("insert into partners (id, name) values ($1, 'Other Partner')", [other]);
    const [one, two] = [await billed({ monthlyFee: 1000 }), await billed({ monthlyFee: 1000 }, { partnerId: other })];
    for (const [broken, whole] of [
      [one, two],
      [two, one],
    ] as const) {
      const failed = Promise.withResolvers<void>();
      const engine = async ({ tenantId }: TaxableBill): Promise<[]> => {
        if (tenantId === whole.id) await failed.promise;
        else setTimeout(failed.resolve, 200);
        if (tenantId === broken.id) throw new Error('The tax service is down.');
        return [];
      };
      await expect(issueInvoices(worker, NOVEMBER, log, engine)).rejects.toThrow('could not be invoiced: 1');
      expect((await invoicesOf(whole.id)).length).toBe(1);
      await rows('delete from invoices where tenant_id = $1', [whole.id]);
      await rows('update billing_cycles set invoiced_through = null, invoiced_at = null where id = $1', [
        whole.cycleId,
      ]);
    }
    await run();
  });

  test('sends each invoice once, with its PDF attached', async () => {
    const tenant = await billed({ monthlyFee: 1000 });
    await run();
    const [invoice] = await invoicesOf(tenant.id);
    const id = invoice?.id ?? '';
    await sendInvoices(worker, log, fixtures.partnerId, [id]);
    await sendInvoices(worker, log, fixtures.partnerId, [id]);
    const mails = await rows<{ body: string }>(
      'select recipient, body, attachment_document, attachment_name from mails where tenant_id = $1',
      [tenant.id],
    );
    expect(mails).toMatchObject([{ recipient: 'bills@bakery.example', attachment_document: id }]);
    expect(mails[0]?.body).toContain(`Please pay USD 10.00 by ${invoice?.due_on}.`);
    const { content } = await one<{ content: Buffer }>('select content from invoice_files where document_id = $1', [
      id,
    ]);
    expect(content.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('sends the other invoices if one can’t be sent, and that one later', async () => {
    const tenants = [await billed({ monthlyFee: 1000 }), await billed({ monthlyFee: 1000 })];
    await run();
    const ids = (await Promise.all(tenants.map(({ id }) => invoicesOf(id)))).map(([invoice]) => invoice?.id ?? '');
    const sent = async () =>
      (
        await rows<{ id: string }>(
          'select attachment_document as id from mails where attachment_document = any($1) order by created_at',
          [ids],
        )
      ).map(({ id }) => id);
    const [bad = '', good = ''] = ids;
    const [row] = await rows<{ billed: unknown }>('select billed from invoices where id = $1', [bad]);
    await rows('update invoices set billed = $2 where id = $1', [bad, {}]);
    await expect(sendInvoices(worker, log, fixtures.partnerId, ids)).rejects.toThrow('could not be sent: 1');
    expect(await sent()).toEqual([good]);
    await rows('update invoices set billed = $2 where id = $1', [bad, row?.billed]);
    await sendInvoices(worker, log, fixtures.partnerId, ids);
    expect(await sent()).toEqual([good, bad]);
  });
});

describe('after a change of currency', () => {
  const DECEMBER = new Date('2026-12-01T09:00Z');
  const correct = (tenantId: string, amountMinor: number, day: string) =>
    rows(
      `insert into adjustments (id, partner_id, tenant_id, kind, currency, amount_minor, description, day) values ($1, $2, $3, 'correction', 'EUR', $4, 'Rated again', $5)`,
      [newId(), fixtures.partnerId, tenantId, amountMinor, day],
    );
  /** A tenant with a cycle in EUR in October, and a profile in USD since. */
  async function moved(terms: Partial<ProfileTerms> = {}): Promise<Billed & { usd: string }> {
    const usd = await profileOf((await billed({ monthlyFee: 1000 })).cycleId);
    const tenant = await billed(terms, { currency: 'EUR' });
    await setProfile(tenant.id, usd);
    return { ...tenant, usd };
  }
  const totals = async (tenantId: string) =>
    (await invoicesOf(tenantId)).map((row) => [row.currency, Number(row.total_minor), row.status]);
  const waiting = (tenantId: string) =>
    one(
      `select (select count(*) from adjustments where tenant_id = $1 and cycle_id is null)::int as adjustments,
         (select coalesce(sum(spent_micros - invoiced_micros), 0) from billing_cycles where tenant_id = $1 and invoiced_at is not null)::int as late`,
      [tenantId],
    );
  const NOTHING = { adjustments: 0, late: 0 };

  test('the last invoice in the old currency carries nothing over, however small it is', async () => {
    const tenant = await moved();
    await call(tenant, 300_000);
    await run();
    expect(await totals(tenant.id)).toEqual([['EUR', 30, 'open']]);
    expect(await waiting(tenant.id)).toEqual(NOTHING);
  });

  test('late calls and adjustments in the old currency get their own invoice with the next one, once', async () => {
    const vat = {
      kind: 'percent',
      name: 'VAT',
      validFrom: '2026-01-01',
      ratePpm: 200_000,
      sharePpm: 1_000_000,
    } as const;
    const tenant = await moved({ monthlyFee: 2000, taxes: [{ ...vat, on: ['plan', 'adjustments'], onTaxes: [] }] });
    await run();
    await call(tenant, 2_000_000);
    await correct(tenant.id, -50, '2026-11-20');
    await cycleOf(tenant.id, tenant.usd, '2026-11-01', '2026-12-01');
    await run(new Date('2026-11-21T09:00Z'));
    expect(await totals(tenant.id)).toEqual([['EUR', 2400, 'open']]);

    await Promise.all([run(DECEMBER), run(DECEMBER), run(DECEMBER)]);
    const [, , closing] = await invoicesOf(tenant.id);
    expect(await totals(tenant.id)).toEqual([
      ['EUR', 2400, 'open'],
      ['USD', 1000, 'open'],
      ['EUR', 180, 'open'],
    ]);
    expect(closing).toMatchObject({ cycle_id: tenant.cycleId, first_day: '2026-10-01', last_day: '2026-10-31' });
    expect(InvoiceLines.parse(closing?.lines)).toMatchObject([
      { kind: 'adjustments', description: 'Rated again', amountMinor: -50 },
      { kind: 'adjustments', description: 'Calls from 2026-10-01 to 2026-10-31 that arrived late', amountMinor: 200 },
    ]);
    expect(await waiting(tenant.id)).toEqual(NOTHING);

    // later ones are on the invoice after that
    await call(tenant, 10_000);
    await cycleOf(tenant.id, tenant.usd, '2026-12-01', '2027-01-01');
    await run(new Date('2027-01-01T09:00Z'));
    expect((await totals(tenant.id)).slice(3)).toEqual([
      ['USD', 1000, 'open'],
      ['EUR', 1, 'open'],
    ]);
  });

  test('a credit in the old currency pays its invoices', async () => {
    const tenant = await moved({ monthlyFee: 2000 });
    await run();
    await correct(tenant.id, -500, '2026-11-20');
    await cycleOf(tenant.id, tenant.usd, '2026-11-01', '2026-12-01');
    await run(DECEMBER);
    const paid = (await invoicesOf(tenant.id)).map((row) => [row.currency, row.total_minor, row.paid_minor]);
    expect(paid).toEqual([
      ['EUR', '2000', '500'],
      ['USD', '1000', '0'],
      ['EUR', '0', '0'],
    ]);
  });

  test('nothing is closed if the tenant goes back to that currency', async () => {
    const tenant = await moved({ monthlyFee: 2000 });
    const eur = await profileOf(tenant.cycleId);
    await run();
    await call(tenant, 100_000);
    await cycleOf(tenant.id, tenant.usd, '2026-11-01', '2026-12-01');
    await setProfile(tenant.id, eur);
    await run(DECEMBER);
    await cycleOf(tenant.id, eur, '2026-12-01', '2027-01-01');
    await run(new Date('2027-01-01T09:00Z'));
    expect((await totals(tenant.id)).map(([currency, total]) => [currency, total])).toEqual([
      ['EUR', 2000],
      ['USD', 1000],
      ['EUR', 2010],
    ]);
  });

  test('a tenant without a profile gets what is left with the next run', async () => {
    const tenant = await billed({ monthlyFee: 2000 });
    await setProfile(tenant.id, null);
    await run();
    await call(tenant, 100_000);
    await Promise.all([run(), run()]);
    await run();
    expect(await totals(tenant.id)).toEqual([
      ['USD', 2000, 'open'],
      ['USD', 10, 'open'],
    ]);
    expect(await waiting(tenant.id)).toEqual(NOTHING);
  });
});

describe('the last invoice', () => {
  test('of a cancelled tenant is issued the day after, for the days until the cancellation', async () => {
    const tenant = await billed({ monthlyFee: 3100 });
    await rows(
      "update tenants set status = 'CANCELLED', cancelled_at = '2026-10-10T15:00Z', purge_at = '2027-01-08T15:00Z' where id = $1",
      [tenant.id],
    );
    await rows("update service_periods set until_at = '2026-10-10T15:00Z' where tenant_id = $1 and kind = 'active'", [
      tenant.id,
    ]);
    await run(new Date('2026-10-11T03:00Z'));
    expect(await invoicesOf(tenant.id)).toEqual([]);
    await run(new Date('2026-10-11T05:00Z'));
    await run(NOVEMBER);
    const [invoice, ...others] = await invoicesOf(tenant.id);
    expect(others).toEqual([]);
    expect([amounts(invoice)?.[0], invoice?.last_day]).toEqual([1000, '2026-10-10']);
  });

  test('is followed by one for the rest of the cycle if the tenant is reactivated', async () => {
    const tenant = await billed({ monthlyFee: 3100 });
    await call(tenant, 1_000_000);
    await rows(
      "update tenants set status = 'CANCELLED', cancelled_at = '2026-10-10T15:00Z', purge_at = '2027-01-08T15:00Z' where id = $1",
      [tenant.id],
    );
    await rows("update service_periods set until_at = '2026-10-10T15:00Z' where tenant_id = $1 and kind = 'active'", [
      tenant.id,
    ]);
    await run(new Date('2026-10-11T05:00Z'));
    await rows("update tenants set status = 'ACTIVE', cancelled_at = null, purge_at = null where id = $1", [tenant.id]);
    await rows(
      "update service_periods set from_at = '2026-10-12T15:00Z' where tenant_id = $1 and kind = 'active' and until_at is null",
      [tenant.id],
    );
    await call(tenant, 500_000);
    await run(NOVEMBER);
    const found = await invoicesOf(tenant.id);
    expect(found.map((row) => [row.first_day, row.last_day, Number(row.total_minor)])).toEqual([
      ['2026-10-01', '2026-10-10', 1100],
      ['2026-10-11', '2026-10-31', 2050],
    ]);
  });
});
