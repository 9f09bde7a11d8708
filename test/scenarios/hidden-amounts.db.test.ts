import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES, TENANT_SCOPES } from '../../src/api-keys/rules.ts';
import { cycleOf } from '../../src/billing/cycles/cycle-rows.ts';
import type { BilledLeg } from '../../src/billing/rating/pin-contract.ts';
import { saveEnd } from '../../src/calls/records/call-records.ts';
import { issueInvoices } from '../../src/invoices/run/run.ts';
import { tasks } from '../../src/jobs.ts';
import { asTenant } from '../../src/platform/db/db.ts';
import { newId } from '../../src/platform/values/ids.ts';
import type { ApiResponse, ApiUser } from '../app.ts';
import { BY_THE_SECOND, rateTable, type Rates } from '../billed.ts';
import { callEnd, callFacts } from '../call-facts.ts';
import { insertCard, insertCardPayment } from '../cards.ts';
import { octoberCycle } from '../ended-cycle.ts';
import { openFeed } from '../feed.ts';
import { insertFraudTrip } from '../fraud.ts';
import { insertWholesaleInvoice } from '../invoices.ts';
import { pdfLines } from '../pdf-text.ts';
import { createTenant, type TestTenant } from '../tenants.ts';
import { unzip } from '../unzip.ts';
import { runTasks } from '../work.ts';
import { createPurgeFixtures, type PurgeFixtures } from './purge-fixtures.ts';

/**
 * A tenant sees nothing of what its partner pays, and a partner nothing of another's prices, by whatever way something can reach them. All that is
 * hidden has digits and names that stand nowhere else. The ways are read from the API's endpoints, so that one written tomorrow is tried tomorrow.
 */
type Marks = {
  pays: string;
  perMinute: number;
  fees: string[];
  total: number;
  table: string;
  plan: string;
  name: string;
};

/** What one partner pays the operator, and what it charges. */
const NORTHWIND: Marks = {
  pays: '765.43',
  perMinute: 765_432_100,
  fees: ['871.11', '872.22', '873.33'],
  total: 987_654,
  table: 'Deckomega',
  plan: 'Business',
  name: 'Northwind',
};
const RIVAL: Marks = {
  pays: '314.15',
  perMinute: 314_159_300,
  fees: ['271.82', '272.83', '273.84'],
  total: 161_803,
  table: 'Rivaldeck',
  plan: 'Rivalplan',
  name: 'Rivalvoice',
};
const OPERATOR = 'Opcarrier';
const TRUNK = 'Carrieryard';

/** An amount with or without its separators, in any unit. It never begins within a word, where an id might have its digits. */
const digits = (amount: string): string => `(?<![\\w-])${amount.replace('.', '[.,]?')}`;
const wholesaleOf = (of: Marks): RegExp =>
  new RegExp([...[of.pays, ...of.fees, String(of.total / 100)].map(digits), of.table, OPERATOR, TRUNK].join('|'));
const MARGIN = /(?<![\w-])-?765[.,]?37|margin/i;
/** What a partner charges, and whom. */
const RIVALS_OWN = /(?<![\w-])(414[.,]?14|515[.,]?15)|Rival/i;

const silent = pino({ level: 'silent' });
let fixtures: PurgeFixtures;
let operator: ApiUser;
let feed: ReturnType<typeof openFeed>;
let northwind: Partner;
let rival: Partner;
type Partner = { id: string; admin: ApiUser; shop: TestTenant; ids: Record<string, string> };

const good = async ({ call }: Pick<ApiUser, 'call'>, method: string, path: string, body?: unknown): Promise<any> => {
  const answer = await call(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
};

beforeAll(async () => {
  fixtures = await createPurgeFixtures();
  feed = openFeed(fixtures);
  operator = await fixtures.user('operator');
  await good(operator, 'PUT', '/operator/wholesale-settings', {
    legalName: `${OPERATOR} Inc`,
    address: `${OPERATOR} Street 1`,
    taxIds: [],
    footer: '',
  });
  const { partnerId, admin } = fixtures;
  northwind = await partner({ id: partnerId, admin }, NORTHWIND, { prefix: 'bakery', perMinute: 60_000, fee: '25.00' });
  const rivalId = await fixtures.partner(RIVAL.name);
  const rivalAdmin = await fixtures.user('partner_admin', { partnerId: rivalId });
  rival = await partner({ id: rivalId, admin: rivalAdmin }, RIVAL, {
    prefix: 'rivalshop',
    perMinute: 414_141_400,
    fee: '515.15',
  });
  await good(operator, 'POST', '/operator/trunks', {
    name: TRUNK,
    host: '192.0.2.1',
    match: '192.0.2.1',
    port: 5060,
    priority: 10,
    enabled: true,
  });
  // all jobs that are queued by now, except the one that removes an export after a week
  const { remove_export: _later, ...due } = tasks;
  expect(await runTasks(due, fixtures, fixtures.worker)).toEqual([]);
  while ((await feed.place()).isFull);
});
afterAll(async () => {
  await feed.close();
  await fixtures.close();
});

/** A partner with its wholesale prices, and a tenant that has called, was invoiced, has paid and got something back. */
async function partner(
  { id, admin }: Pick<Partner, 'id' | 'admin'>,
  marks: Marks,
  own: { prefix: string; perMinute: number; fee: string },
): Promise<Partner> {
  const rates = (perMinuteMicros: number): Rates => ({ '1': { perMinuteMicros }, '44': { perMinuteMicros } });
  for (const kind of ['wholesale_outbound', 'wholesale_inbound']) {
    const table = await rateTable(fixtures, id, rates(marks.perMinute));
    await fixtures.query('update rate_tables set kind = $2, name = $3 where id = $1', [
      table,
      kind,
      `${marks.table} ${kind}`,
    ]);
  }
  const [tenantFee, extensionFee, numberFee] = marks.fees;
  await good(operator, 'PUT', `/operator/partners/${id}/wholesale-terms`, {
    currency: 'USD',
    tenantFee,
    extensionFee,
    numberFee,
    billingDay: 1,
    paymentTermsDays: 14,
    billingEmail: `accounts@${own.prefix}partner.example`,
  });
  const wholesale = await insertWholesaleInvoice(fixtures.query, id, marks.name);
  await fixtures.query('update wholesale_invoices set total_minor = $2 where id = $1', [
    wholesale.wholesaleInvoiceId,
    marks.total,
  ]);

  const outboundRates = await rateTable(fixtures, id, rates(own.perMinute));
  await fixtures.query('update rate_tables set name = $2 where id = $1', [outboundRates, `Prices of ${marks.name}`]);
  const terms = { monthlyFee: own.fee, outboundRates, inboundRates: outboundRates, reminderDays: [1], pastDueDays: 10 };
  const profile = await good(admin, 'POST', '/billing-profiles', { name: marks.plan, currency: 'USD', terms });
  const shop = await createTenant(admin.call, {
    prefix: own.prefix,
    extensions: ['101'],
    fields: {
      billingProfileId: profile.id,
      billingEmail: `bills@${own.prefix}.example`,
      timezone: 'UTC',
      limits: { monthlySpend: { amount: '0.05', currency: 'USD' } },
    },
  });
  const { added } = await good(admin, 'POST', '/dids', {
    numbers: [own.prefix === 'bakery' ? '+12125550101' : '+12125550102'],
  });
  await good(admin, 'POST', `/dids/${added[0].id}/assign`, { tenantId: shop.id });
  const october = await octoberCycle(fixtures.query, shop.id);
  const callId = await talk(shop, own.perMinute);
  await fixtures.query('update billing_cycles set spent_micros = 60000 where id = $1 and spent_micros = 0', [october]);
  await fixtures.query('update call_charges set cycle_id = $2 where call_id = $1', [callId, october]);
  await issueInvoices(fixtures.worker, new Date(), silent);
  const [invoice] = (await good(admin, 'GET', '/invoices')).items;
  const note = await good(admin, 'POST', `/invoices/${invoice.id}/credit-notes`, {
    reason: 'Outage',
    lines: [{ line: 0, amount: '1.00' }],
  });
  const payment = await good(admin, 'POST', `/invoices/${invoice.id}/payments`, {
    amount: '2.00',
    paidOn: invoice.issuedOn,
    method: 'check',
    reference: '',
  });
  await good(admin, 'POST', `${shop.path}/adjustments`, { description: 'Correction', amount: '-0.50' });
  const webhook = { name: 'CRM', url: 'https://crm.example/hook', types: ['invoice.issued', 'call.ended'] };
  const hook = await good(admin, 'POST', '/webhooks', webhook);
  await good(admin, 'POST', `${shop.path}/export`);
  return {
    id,
    admin,
    shop,
    ids: {
      tenantId: shop.id,
      extId: shop.extensionId('101'),
      didId: added[0].id,
      callId,
      invoiceId: invoice.id,
      creditNoteId: note.id,
      paymentId: payment.id,
      cardId: await insertCard(fixtures.query, shop.id),
      cardPaymentId: await insertCardPayment(fixtures.query, shop.id),
      tripId: await insertFraudTrip(fixtures.query, shop.id),
      profileId: profile.id,
      tableId: outboundRates,
      webhookId: hook.id,
      ...wholesale,
    },
  };
}

/** A call of a minute, which costs the partner more than the tenant. */
async function talk(shop: TestTenant, perMinuteMicros: number): Promise<string> {
  const now = Date.now();
  const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
  const cycle = await asTenant(fixtures.db, shop.id, (tx) => cycleOf(tx, shop.id, new Date()));
  const leg: BilledLeg = {
    leg: 1,
    number: '+12125559999',
    pin: {
      cycleId: cycle?.id ?? '',
      currency: 'USD',
      class: 'domestic',
      included: false,
      rate: {
        prefix: '1',
        destination: 'United States',
        listId: newId(),
        table: 'Prices',
        validFrom: '2026-01-01T00:00:00Z',
        rate: { ...BY_THE_SECOND, perMinuteMicros },
      },
    },
    answeredAt: at(0),
  };
  const facts = callFacts({
    id: newId(),
    tenantId: shop.id,
    direction: 'outbound',
    from: '101',
    to: leg.number,
    extensionId: shop.extensionId('101'),
    admittedAt: at(0),
    legs: [leg],
  });
  await saveEnd(fixtures.db, facts, callEnd({ answeredAt: at(0), at: at(60) }));
  return facts.id;
}

/** Everything in a response that can be read, however it is packed. */
function readable({ text, bytes, headers }: ApiResponse): string {
  const type = headers['content-type'] ?? '';
  if (type.includes('pdf')) return [...pdfLines(bytes), bytes.toString('latin1')].join('\n');
  if (type.includes('zip')) return Object.values(unzip(bytes)).join('\n');
  return text;
}

type Seen = { path: string; text: string };

/** What somebody gets of every endpoint that reads. Ids that are given nowhere are those of nothing. */
async function readAll(call: ApiUser['call'], ids: Record<string, string>): Promise<Seen[]> {
  const seen: Seen[] = [];
  const query = new URLSearchParams({
    number: '+12125559999',
    search: 'a',
    name: 'Bakery',
    kind: 'extension',
    id: ids['extId'] ?? '',
    profileId: ids['profileId'] ?? '',
    amount: '1.00',
    from: '2026-10-01',
    at: new Date().toISOString(),
    caller: '+12125550199',
  });
  for (const { method, path, query: asked, events } of fixtures.app.endpoints) {
    // the operator's own are refused before anything is read (isolation.test.ts)
    if (method !== 'GET' || events !== undefined || path.startsWith('/operator/')) continue;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? newId());
    const known = new URLSearchParams([...query].filter(([name]) => asked !== undefined && name in asked.shape));
    // with what it can be asked, and bare: filters may leave out all that there is
    for (const address of new Set([filled, known.size > 0 ? `${filled}?${known.toString()}` : filled])) {
      const answer = await call('GET', address);
      if (answer.status === 200) seen.push({ path, text: readable(answer) });
    }
  }
  return seen;
}

const found = (seen: readonly Seen[], mark: RegExp): string[] =>
  seen.flatMap(({ path, text }) => {
    const match = mark.exec(text);
    return match ? [`${path}: ${match[0]}`] : [];
  });
const pathsOf = (seen: readonly Seen[]): string[] => seen.map(({ path }) => path);

/** A program of somebody with a key that may do all it can. */
async function program(by: ApiUser, path: string, settings: object): Promise<ApiUser['call']> {
  const { key } = await good(by, 'POST', path, { name: 'Program', requestsPerMinute: 10_000, ...settings });
  return fixtures.program(key);
}

const MONEY_PATHS = [
  '/tenants/{tenantId}/calls',
  '/tenants/{tenantId}/calls/{callId}',
  '/tenants/{tenantId}/calls/export',
  '/tenants/{tenantId}/usage',
  '/tenants/{tenantId}/account',
  '/tenants/{tenantId}/invoices',
  '/tenants/{tenantId}/invoices/{invoiceId}',
  '/tenants/{tenantId}/invoices/{invoiceId}/pdf',
  '/tenants/{tenantId}/payments',
  '/tenants/{tenantId}/statement',
  '/tenants/{tenantId}/statement/pdf',
  '/tenants/{tenantId}/statement/export',
];

describe('a tenant sees nothing of what its partner pays', () => {
  const hidden = [wholesaleOf(NORTHWIND), wholesaleOf(RIVAL), RIVALS_OWN, MARGIN];
  const expectHidden = (seen: readonly Seen[]) =>
    expect(hidden.map((mark) => found(seen, mark))).toEqual([[], [], [], []]);

  test('by the API, its CSV files, PDFs and the export, as people and by the tenant’s own key', async () => {
    await good(northwind.admin, 'PUT', '/tenant-key-settings', { allowed: true });
    const { shop, ids } = northwind;
    const owner = await fixtures.user('tenant_admin', { tenantId: shop.id });
    const user = await fixtures.user('tenant_user', { tenantId: shop.id });
    await fixtures.query('update users set extension_id = $1 where id = $2', [ids['extId'], user.id]);
    const key = await program(owner, `${shop.path}/api-keys`, { scopes: TENANT_SCOPES });
    const byOwner = await readAll(owner.call, ids);
    const byKey = await readAll(key, ids);
    for (const seen of [byOwner, byKey, await readAll(user.call, ids)]) expectHidden(seen);
    expect(pathsOf(byOwner)).toEqual(expect.arrayContaining([...MONEY_PATHS, '/tenants/{tenantId}/export/file']));
    expect(pathsOf(byKey)).toEqual(expect.arrayContaining(MONEY_PATHS));
  });

  test('by the test key of a sandbox', async () => {
    const sandbox = await createTenant(northwind.admin.call, { prefix: 'tryout', fields: { sandbox: true } });
    const owner = await fixtures.user('tenant_admin', { tenantId: sandbox.id });
    const key = await program(owner, `${sandbox.path}/api-keys`, { scopes: TENANT_SCOPES });
    const seen = await readAll(key, { ...northwind.ids, tenantId: sandbox.id });
    expect(pathsOf(seen)).toContain('/tenants/{tenantId}/usage');
    expectHidden(seen);
  });

  test('by mail', async () => {
    const mails = await fixtures.query<{ path: string; text: string }>(
      `select subject as path, concat_ws(' ', recipient, subject, body, attachment_name) as text from mails where recipient like '%@bakery.example'`,
    );
    expect(mails.map(({ path }) => path)).toEqual(
      expect.arrayContaining([expect.stringContaining('Invoice'), expect.stringContaining('Credit note')]),
    );
    const files = await fixtures.query<{ content: Buffer }>('select content from invoice_files where tenant_id = $1', [
      northwind.shop.id,
    ]);
    expect(files).toHaveLength(2);
    expectHidden([...mails, ...files.map(({ content }) => ({ path: 'PDF', text: pdfLines(content).join('\n') }))]);
    // the partner's people hear of its tenants, and pass it on
    const ofTenant = await fixtures.query<{ path: string; text: string }>(
      `select subject as path, concat_ws(' ', subject, body) as text from mails where tenant_id = $1`,
      [northwind.shop.id],
    );
    expect(ofTenant.map(({ text }) => text).join('\n')).toContain('spend limit');
    expectHidden(ofTenant);
  });

  test('by events, which webhooks send', async () => {
    const events = await fixtures.query<{ path: string; text: string }>(
      'select type as path, body as text from events where tenant_id = $1',
      [northwind.shop.id],
    );
    expect(pathsOf(events)).toEqual(
      expect.arrayContaining(['call.ended', 'invoice.issued', 'credit_note.issued', 'payment.received']),
    );
    expectHidden(events);
  });
});

describe('a partner sees nothing of another’s prices, nor of what it pays', () => {
  const hidden = () => [wholesaleOf(RIVAL), RIVALS_OWN];
  /** The operator's own name is on its invoices, and no secret of the rival. */
  const withoutOperator = (seen: readonly Seen[]): Seen[] =>
    seen.map(({ path, text }) => ({ path, text: text.replaceAll(OPERATOR, '') }));

  test('by the API, as its people and by its keys', async () => {
    const { id, admin, ids } = northwind;
    const viewer = await fixtures.user('partner_user', { partnerId: id });
    const byAdmin = await readAll(admin.call, ids);
    for (const seen of [
      byAdmin,
      await readAll(viewer.call, ids),
      await readAll(await program(admin, '/api-keys', { scopes: SCOPES }), ids),
      await readAll(await program(admin, '/api-keys', { scopes: SCOPES, mode: 'test' }), ids),
      // and of objects that are the rival's
      await readAll(admin.call, rival.ids),
    ])
      for (const mark of hidden()) expect(found(withoutOperator(seen), mark)).toEqual([]);
    // what it pays itself it does see: the marks are where they should be
    expect(found(byAdmin, wholesaleOf(NORTHWIND))).toEqual(
      expect.arrayContaining([
        expect.stringContaining('/wholesale-tables'),
        expect.stringContaining('/wholesale-invoices'),
      ]),
    );
    const byRival = await readAll(rival.admin.call, rival.ids);
    for (const mark of hidden()) expect(found(byRival, mark).length).toBeGreaterThan(0);
  });

  test('by mail and events', async () => {
    const mails = await fixtures.query<{ path: string; text: string }>(
      `select subject as path, concat_ws(' ', subject, body) as text from mails where partner_id = $1`,
      [northwind.id],
    );
    const events = await fixtures.query<{ path: string; text: string }>(
      'select type as path, body as text from events where partner_id = $1',
      [northwind.id],
    );
    expect(mails.length).toBeGreaterThan(0);
    for (const mark of hidden()) expect(found(withoutOperator([...mails, ...events]), mark)).toEqual([]);
  });
});
