import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Problem } from '../../src/platform/http/problem.ts';
import { describeApi } from '../../src/platform/http/openapi/document.ts';
import { withParameters } from '../generated.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { type ApiResponse, createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { type Description, RAW, requests, type Sent, type Who } from './fuzz-requests.ts';
import { type Kind, kindOf, placeIds } from './arbitrary-input.ts';
import { insertCard, insertCardPayment, insertRefundByHand } from '../cards.ts';
import { insertFraudTrip } from '../fraud.ts';
import {
  insertAdjustment,
  insertCreditNote,
  insertInvoice,
  insertPayment,
  insertWholesaleInvoice,
} from '../invoices.ts';
import { CLOSED_WEEK } from '../schedules.ts';

/**
 * Requests generated from the API's description, with valid, random and hostile values, by users of every role. No response is a server error, every
 * success matches its schema (the test harness turns others into a 500), and every error is a problem+json.
 */
const LONG = process.env.LONG === '1';
const REQUESTS = LONG ? 100_000 : 2000;
const IN_A_WORLD = 50;
const LANES = 5;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

type World = { ids: Record<Kind | 'any', string[]>; send: Record<Who, ApiUser['call']> };
let made = 0;

/** Two partners, a tenant with some content, and a user of every role; deleted afterwards. */
async function makeWorld(): Promise<World> {
  const n = (++made).toString(36);
  const [partnerId, otherPartner] = [await app.partner(`Partner ${n}`), await app.partner(`Other ${n}`)];
  const admin = await app.user('partner_admin', { partnerId });
  const post = async (path: string, body: unknown): Promise<any> => (await admin.call('POST', path, body)).body;
  const tenant = await post('/tenants', { name: 'Tenant', sipPrefix: `t${n}xx`, status: 'ACTIVE' });
  const spare = await post('/tenants', { name: 'Spare', sipPrefix: `s${n}xx` });
  const extension = await post(`/tenants/${tenant.id}/extensions`, { number: '101', name: 'Desk' });
  const contact = await post(`/tenants/${tenant.id}/contacts`, { name: 'Ann', numbers: [{ number: '+12025550198' }] });
  const group = await post(`/tenants/${tenant.id}/groups`, {
    number: '600',
    name: 'Sales',
    members: [{ kind: 'extension', id: extension.id }],
  });
  const schedule = await post(`/tenants/${tenant.id}/schedules`, { name: 'Office', week: CLOSED_WEEK });
  const list = await post(`/tenants/${tenant.id}/number-lists`, { name: 'Customers' });
  const entry = await post(`/tenants/${tenant.id}/number-lists/${list.id}/entries`, { number: '+12025550197' });
  const flow = await post(`/tenants/${tenant.id}/flows`, { name: 'Main number' });
  const template = await post(`/tenants/${tenant.id}/flows/${flow.id}/templates`, { name: 'Dentist' });
  const version = newId();
  await app.query(
    `insert into flow_versions (id, flow_id, tenant_id, number, content, uses, goes_to, published_at, publisher, editors)
     select $1, id, tenant_id, 1, draft, '{}', '{}', now(), 'Ann', '{}' from flows where id = $2`,
    [version, flow.id],
  );
  const profile = await post('/billing-profiles', { name: 'Plan', currency: 'USD' });
  const table = await post('/rate-tables', { name: 'Rates', currency: 'USD' });
  const upload = await post(`/rate-tables/${table.id}/imports`, { csv: 'Prefix,Per minute,Increments\n44,1,1/1' });
  const wholesale = newId();
  await app.query(
    "insert into rate_tables (id, partner_id, name, currency, kind) values ($1, $2, 'Wholesale', 'USD', 'wholesale_outbound')",
    [wholesale, partnerId],
  );
  const uploaded = newId();
  await app.query('insert into rate_imports (id, partner_id, table_id, lines) values ($1, $2, $3, 1)', [
    uploaded,
    partnerId,
    wholesale,
  ]);
  const [did, free, call, trunk] = [newId(), newId(), newId(), newId()];
  await app.query('insert into dids (id, partner_id, number) values ($1, $3, $4), ($2, $3, $5)', [
    did,
    free,
    partnerId,
    `+1303${1_000_000 + 2 * made}`,
    `+1303${1_000_001 + 2 * made}`,
  ]);
  await post(`/dids/${did}/assign`, { tenantId: tenant.id });
  await app.query(
    "insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id) values ($1, $2, 'internal', '101', '102', 'n', 'c')",
    [call, tenant.id],
  );
  await app.query(
    "insert into calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, ended_at, cause) values ($1, $2, 'internal', false, '101', '102', now(), now(), 16)",
    [call, tenant.id],
  );
  await app.query("insert into trunks (id, name, host, match) values ($1, $2, '192.0.2.1', '192.0.2.1')", [trunk, n]);
  const invoice = await insertInvoice(app.query, { partnerId, tenantId: tenant.id });
  const creditnote = await insertCreditNote(app.query, invoice);
  const payment = await insertPayment(app.query, invoice);
  const refund = await insertRefundByHand(app.query, payment);
  const billed = await insertWholesaleInvoice(app.query, partnerId);
  const adjustment = await insertAdjustment(app.query, tenant.id);
  const trip = await insertFraudTrip(app.query, tenant.id);
  const webhook = await post('/webhooks', { name: 'CRM', url: 'https://crm.example/hook', types: ['call.ended'] });
  const delivery = await post(`/webhooks/${webhook.id}/test`, {});
  const key = await post('/api-keys', { name: 'CRM sync', scopes: ['tenants.read'] });
  const card = await insertCard(app.query, tenant.id);
  const cardPayment = await insertCardPayment(app.query, tenant.id);
  const mailbox = await post(`/tenants/${tenant.id}/mailboxes`, { number: '800', name: 'Sales' });
  const voicemail = newId();
  await app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, received_at, seconds) values ($1, $2, $3, '101', now(), 5)`,
    [voicemail, tenant.id, mailbox.id],
  );
  const recording = newId();
  await app.query(
    `insert into recordings (id, tenant_id, call_id, direction, from_number, to_number, extension_ids, cause, started_at, state, milliseconds, node,
       channel_id, of_caller) values ($1, $2, $1, 'internal', '101', '102', '{}', 'on_demand', now(), 'ready', 5000, 'n', 'c', true)`,
    [recording, tenant.id],
  );
  const media = newId();
  await app.query("insert into media (id, tenant_id, name, source) values ($1, $2, 'Welcome', 'upload')", [
    media,
    tenant.id,
  ]);
  const serviceCall = newId();
  await app.query(
    `insert into service_calls (id, tenant_id, extension_id, purpose, media_name, requested_by, state, outcome)
     values ($1, $2, $3, 'recording', 'Welcome', '{}', 'ended', 'done')`,
    [serviceCall, tenant.id, extension.id],
  );
  const people = {
    admin,
    operator: await app.user('operator'),
    viewer: await app.user('partner_user', { partnerId }),
    tenantAdmin: await app.user('tenant_admin', { tenantId: tenant.id }),
    tenantUser: await app.user('tenant_user', { tenantId: tenant.id }),
    otherAdmin: await app.user('partner_admin', { partnerId: otherPartner }),
  };
  await admin.call('PUT', '/tenant-key-settings', { allowed: true });
  const ownKey = { name: 'Shop', scopes: ['extensions.read'] };
  const tenantKey = await people.tenantAdmin.call('POST', `/tenants/${tenant.id}/api-keys`, ownKey);
  const ids = {
    tenant: [tenant.id, tenant.id, tenant.id, spare.id],
    ext: [extension.id],
    contact: [contact.id],
    group: [group.id],
    schedule: [schedule.id],
    numberlist: [list.id],
    entry: [entry.id],
    flowtemplate: [template.id],
    flow: [flow.id],
    version: [version],
    did: [did, free],
    user: [people.tenantUser.id, people.tenantAdmin.id, people.viewer.id],
    profile: [profile.id],
    table: [table.id],
    wholesaletable: [wholesale],
    rateimport: [upload.id],
    wholesaleimport: [uploaded],
    wholesaleinvoice: [billed.wholesaleInvoiceId],
    wholesalecreditnote: [billed.wholesaleCreditNoteId],
    wholesalepayment: [billed.wholesalePaymentId],
    wholesalerefund: [billed.wholesaleRefundId],
    call: [call],
    servicecall: [serviceCall],
    mailbox: [mailbox.id],
    voicemail: [voicemail],
    recording: [recording],
    media: [media],
    invoice: [invoice],
    creditnote: [creditnote],
    adjustment: [adjustment],
    card: [card],
    cardpayment: [cardPayment],
    trip: [trip],
    payment: [payment],
    refund: [refund],
    trunk: [trunk],
    webhook: [webhook.id],
    delivery: [delivery.id],
    key: [key.id],
    tenantkey: [tenantKey.body.id],
    partner: [partnerId, otherPartner],
  };
  const calls = Object.fromEntries(Object.entries(people).map(([who, { call }]) => [who, call]));
  return {
    ids: { ...ids, any: [...Object.values(ids).flat(), newId()] },
    send: { ...(calls as Record<keyof typeof people, ApiUser['call']>), nobody: app.nobody },
  };
}

async function send({ ids, send }: World, sent: Sent): Promise<ApiResponse> {
  const { who, method, path, query, headers } = sent;
  const body = sent.body === undefined ? undefined : placeIds(JSON.stringify(sent.body), ids);
  const payload = sent.raw === undefined ? body : RAW[sent.raw];
  return send[who](method, placeIds(path, ids) + query, payload, headers);
}

function check(sent: Sent, { status, text, headers }: ApiResponse): void {
  const said = `${JSON.stringify(sent).slice(0, 2000)}\n  answered ${status} ${text.slice(0, 1000)}`;
  expect(status, said).toBeLessThan(500);
  expect(text, said).not.toMatch(/\.ts:\d+|node_modules|SQLSTATE/);
  if (status < 400 || sent.method === 'HEAD') return;
  expect(headers['content-type'], said).toMatch(/^application\/problem\+json/);
  expect(Problem.parse(JSON.parse(text)).status, said).toBe(status);
  if (status === 429) expect(Number(headers['retry-after']), said).toBeGreaterThan(0);
}

it('has an id for every parameter of a path', () => {
  const named = app.app.endpoints.flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  const without = new Set(named.filter((name) => kindOf(name) === 'any'));
  // there is no session to end
  expect([...without], 'add its kind to KINDS in arbitrary-input.ts').toEqual(['sessionId']);
});

it(
  `${REQUESTS} requests made from the description: no error of ours, and every answer as promised`,
  { timeout: LONG ? 7_200_000 : 240_000 },
  async () => {
    const met = new Set<number>();
    const description = withParameters(describeApi(app.app.endpoints, [], '0')) as unknown as Description;
    const sequence = fc.array(requests(description), { minLength: IN_A_WORLD, maxLength: IN_A_WORLD });
    const property = fc.asyncProperty(sequence, async (all) => {
      const world = await makeWorld();
      const lanes = Array.from({ length: LANES }, async (_, lane) => {
        for (const sent of all.filter((_, i) => i % LANES === lane)) {
          const answer = await send(world, sent);
          check(sent, answer);
          met.add(answer.status);
        }
      });
      for (const outcome of await Promise.allSettled(lanes)) if (outcome.status === 'rejected') throw outcome.reason;
    });
    await fc.assert(property, { numRuns: REQUESTS / IN_A_WORLD, endOnFailure: true });
    // the requests reach successes and every kind of refusal
    expect([...met]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 409, 422]));
  },
);
