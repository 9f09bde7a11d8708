import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { callingTenant, type CallingTenant } from '../../test/calling-tenant.ts';
import { type FeedPage, openFeed } from '../../test/feed.ts';
import { insertInvoice } from '../../test/invoices.ts';
import { chaseOverdue } from '../past-due/dunning.ts';
import { asPartner, type Db } from '../platform/db/db.ts';
import { recordEvents } from '../platform/db/events.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { newId } from '../platform/values/ids.ts';
import { AUDITED } from './audited.ts';
import { type Event, EVENT_TYPES } from './catalogue-contract.ts';
import { dropOld } from './sql.ts';

let app: TestApp;
let feed: ReturnType<typeof openFeed>;
let worker: Db;
let northwind: CallingTenant;

beforeAll(async () => {
  app = await createTestApp();
  feed = openFeed(app);
  worker = feed.worker;
  northwind = await callingTenant(app, { number: '+12125550101', extensions: ['101', '102'] });
});
afterAll(async () => {
  await feed.close();
  await app.close();
});

const place = () => feed.place();
const read = (by: ApiUser['call'], query?: string) => feed.read(by, query);
const types = ({ items }: FeedPage) => items.map(({ type }) => type);

async function done(method: string, path: string, body?: unknown) {
  const answer = await northwind.admin(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

/** A program with a key that has these scopes. */
async function program(scopes: string[], tenantIds: string[] | null = null): Promise<ApiUser['call']> {
  const { key: token } = await done('POST', '/api-keys', { name: 'CRM', scopes, tenantIds });
  return app.program(token);
}

/** The events that the work created, as the partner's admin reads them. */
const after = (work: () => Promise<unknown>): Promise<Event[]> => feed.after(northwind.admin, work);
const lastPage = () => feed.readAll(northwind.admin);

const newCall = async (tenantId: string, id = newId()): Promise<string> => {
  await app.query(
    `insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id)
     values ($1, $2, 'internal', '101', '102', 'node', 'channel')`,
    [id, tenantId],
  );
  return id;
};

const recordOf = (tenantId: string, id: string): Promise<unknown> =>
  app.query(
    `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, answered_at, ended_at, cause)
     values ($1, $2, 'internal', false, '101', '102', now(), now(), now(), 16) on conflict do nothing`,
    [id, tenantId],
  );

test('events contain the external ids of the object and its tenant, even when it is deleted, but no metadata', async () => {
  const at = `/tenants/${northwind.shop.id}`;
  const named = (externalId: string) => ({ externalId, metadata: { note: 'canary' } });
  const owner = await app.user('tenant_admin', { tenantId: northwind.shop.id });
  const events = await after(async () => {
    await done('PATCH', at, named('crm-shop'));
    const { id } = await done('POST', `${at}/extensions`, { number: '106', name: 'Hall', ...named('crm-106') });
    await done('PATCH', `${at}/extensions/${id}`, { name: 'Attic' });
    await owner.call('DELETE', `${at}/extensions/${id}`);
    const user = { email: 'ann@shop.example', name: 'Ann', role: 'tenant_user', ...named('crm-ann') };
    const { id: userId } = await done('POST', `${at}/users`, user);
    await owner.call('DELETE', `${at}/users/${userId}`);
    const { items } = await done('GET', `${at}/dids`);
    await done('PATCH', `/dids/${items[0].id}`, named('crm-did'));
    await done('PATCH', `${at}/dids/${items[0].id}`, { routing: { kind: 'none' } });
    const to = { kind: 'extension', id: northwind.shop.extensionId('102') };
    await done('PATCH', `${at}/dids/${items[0].id}`, { routing: to });
    await newCall(northwind.shop.id);
  });
  const ids = events.map(({ type, data }) => [type, 'externalId' in data ? data.externalId : undefined]);
  expect(ids).toEqual([
    ['tenant.updated', 'crm-shop'],
    ['extension.created', 'crm-106'],
    ['extension.updated', 'crm-106'],
    ['extension.deleted', 'crm-106'],
    ['user.created', 'crm-ann'],
    ['user.deleted', 'crm-ann'],
    ['number.routed', 'crm-did'],
    ['number.routed', 'crm-did'],
    ['call.started', undefined],
  ]);
  expect(events.every(({ tenantExternalId }) => tenantExternalId === 'crm-shop')).toBe(true);
  expect(JSON.stringify(events)).not.toContain('canary');
  await done('PATCH', at, { externalId: null, metadata: null });
});

test('each audit entry written by one statement is chained and creates an event', async () => {
  const { partnerId, shop } = northwind;
  const renamed = (name: string) => ({
    action: 'tenant.edited',
    target: { kind: 'tenant', id: shop.id },
    partnerId,
    tenantId: shop.id,
    before: { name: 'Bakery' },
    after: { name },
  });
  const events = await after(() =>
    asPartner(app.db, partnerId, (tx) => recordEvents(tx, SYSTEM, ['North', 'South', 'West'].map(renamed))),
  );
  expect(events).toMatchObject(
    ['North', 'South', 'West'].map((name) => ({ type: 'tenant.updated', data: { after: { name } } })),
  );
  const unseen = `select from audit_events e where partner_id = $1
    and not exists (select from audit_unchained u where u.event_id = e.id) and not exists (select from audit_chain c where c.event_id = e.id)`;
  expect(await app.query(unseen, [partnerId])).toEqual([]);
});

test('changing only metadata creates no event, and changing the externalId creates one that names it', async () => {
  const at = `/tenants/${northwind.shop.id}`;
  const { id } = await done('POST', `${at}/extensions`, { number: '107', name: 'Yard' });
  const user = await done('POST', `${at}/users`, { email: 'eve@shop.example', name: 'Eve', role: 'tenant_user' });
  const { items } = await done('GET', `${at}/dids`);
  const each = async (change: object) => {
    for (const path of [at, `${at}/extensions/${id}`, `${at}/users/${user.id}`, `/dids/${items[0].id}`])
      await done('PATCH', path, change);
  };
  expect(await after(() => each({ metadata: { note: 'canary' } }))).toEqual([]);
  const events = await after(() => each({ externalId: 'crm-1' }));
  expect(events.map(({ type, data }) => [type, 'after' in data && data.after])).toEqual([
    ['tenant.updated', { externalId: 'crm-1' }],
    ['extension.updated', { externalId: 'crm-1' }],
    ['user.updated', { externalId: 'crm-1' }],
  ]);
  await each({ externalId: null, metadata: null });
});

test('changes of an extension, a number and a user create events that contain them', async () => {
  const at = `/tenants/${northwind.shop.id}`;
  const events = await after(async () => {
    const { id } = await done('POST', `${at}/extensions`, { number: '105', name: 'Möbel 😀' });
    await done('PATCH', `${at}/extensions/${id}`, { name: 'Hall' });
    await done('DELETE', `${at}/extensions/${id}`);
    const { items } = await done('GET', `${at}/dids`);
    await done('PATCH', `${at}/dids/${items[0].id}`, { routing: { kind: 'none' } });
    const to = { kind: 'extension', id: northwind.shop.extensionId('102') };
    await done('PATCH', `${at}/dids/${items[0].id}`, { routing: to });
    const user = await done('POST', `${at}/users`, { email: 'joe@shop.example', name: 'Joe', role: 'tenant_user' });
    await done('DELETE', `${at}/users/${user.id}`);
  });
  expect(events.map(({ type }) => type)).toEqual([
    'extension.created',
    'extension.updated',
    'extension.deleted',
    'number.routed',
    'number.routed',
    'user.created',
    'user.deleted',
  ]);
  expect(events[0]?.data).toMatchObject({ number: '105', name: 'Möbel 😀', ringSeconds: 25 });
  expect(events[1]?.data).toMatchObject({ before: { name: 'Möbel 😀' }, after: { name: 'Hall' } });
  expect(events[3]?.data).toMatchObject({ number: '+12125550101', routing: { kind: 'none' } });
  const sequences = events.map(({ sequence }) => Number(sequence));
  expect(sequences).toEqual(sequences.map((_one, index) => Number(sequences[0]) + index));
});

test('each step of a tenant’s life creates an event, and the last one contains only ids', async () => {
  const events = await after(async () => {
    const tenant = await done('POST', '/tenants', { name: 'Fleeting', sipPrefix: 'fleeting', status: 'TRIAL' });
    const at = `/tenants/${tenant.id}`;
    await done('PATCH', at, { timezone: 'Europe/Berlin' });
    await done('PATCH', at, { status: 'ACTIVE' });
    await done('POST', `${at}/suspend`, { reason: 'manual' });
    await done('POST', `${at}/reactivate`, {});
    await done('POST', `${at}/cancel`, { confirmName: 'Fleeting' });
    await done('POST', `${at}/reactivate`, {});
  });
  expect(events.map(({ type }) => type)).toEqual([
    'tenant.created',
    'tenant.updated',
    'tenant.activated',
    'tenant.suspended',
    'tenant.reactivated',
    'tenant.cancelled',
    'tenant.purge_scheduled',
    'tenant.reactivated',
  ]);
});

test('a call creates each of its events once, however often it is written', async () => {
  const { id: tenantId } = northwind.shop;
  const events = await after(async () => {
    const id = await newCall(tenantId);
    await app.query('update live_calls set answered_at = now() where id = $1', [id]);
    await app.query('delete from live_calls where id = $1', [id]);
    await recordOf(tenantId, id);
    await place();
    // as if call control had been restarted in between
    await newCall(tenantId, id);
    await app.query('update live_calls set answered_at = now() where id = $1', [id]);
    await app.query('delete from live_calls where id = $1', [id]);
    await recordOf(tenantId, id);
  });
  expect(events.map(({ type }) => type)).toEqual(['call.started', 'call.answered', 'call.ended']);
  expect(events[2]?.data).toMatchObject({ outcome: 'answered', from: '101', to: '102' });
});

test('a phone is online with its first registration and offline without any', async () => {
  const events = await after(async () => {
    await northwind.register('102');
    await northwind.register('102');
    await app.query(
      "delete from asterisk.ps_contacts where id = (select min(id) from asterisk.ps_contacts where endpoint like '%-102')",
    );
    await app.query("delete from asterisk.ps_contacts where endpoint like '%-102'");
  });
  expect(events.map(({ type }) => type)).toEqual(['phone.online', 'phone.offline']);
  expect(events[0]?.data).toMatchObject({ number: '102' });
});

test('a key gets events only of its tenants, and only of what it may read', async () => {
  const other = await done('POST', '/tenants', { name: 'Other', sipPrefix: 'other', status: 'ACTIVE' });
  await done('POST', `/tenants/${other.id}/extensions`, { number: '101', name: 'Desk' });
  const id = await newCall(other.id);
  await recordOf(other.id, id);
  await place();
  const extensions = await program(['events.read', 'extensions.read']);
  const seen = (await read(extensions)).items;
  expect(new Set(seen.map(({ type }) => type.split('.')[0]))).toEqual(new Set(['extension', 'phone']));
  const chosen = await program(['events.read', 'extensions.read', 'call-history.read'], [other.id]);
  expect(types(await read(chosen))).toEqual(['extension.created', 'call.started', 'call.ended']);
  expect((await chosen('GET', '/tenants')).status).toBe(403);
  expect((await (await program(['extensions.read']))('GET', '/events')).status).toBe(403);
  const stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  expect((await read(stranger.call)).items).toEqual([]);
});

test('no event is lost when transactions commit in another order than they began, or one stays open', async () => {
  const { id: tenantId } = northwind.shop;
  const connect = async () => {
    const client = new Client({ connectionString: app.database.urls.superuser });
    await client.connect();
    await client.query('begin');
    return client;
  };
  const add = (client: Client) =>
    client.query(
      `insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id)
       values (gen_random_uuid(), $1, 'internal', '1', '2', 'node', 'channel')`,
      [tenantId],
    );
  const [stuck, first, second, undone] = [await connect(), await connect(), await connect(), await connect()];
  await place();
  const { nextCursor: start } = await lastPage();
  for (const client of [stuck, first, second, undone]) await add(client);
  await second.query('commit');
  await place();
  const one = await read(northwind.admin, `&after=${start}`);
  expect(one.items).toHaveLength(1);
  await undone.query('rollback');
  await first.query('commit');
  await place();
  const two = await read(northwind.admin, `&after=${one.nextCursor}`);
  expect(two.items).toHaveLength(1);
  // another tenant's events don't wait for the open transaction
  await done('POST', '/tenants', { name: 'Third', sipPrefix: 'third', status: 'ACTIVE' });
  await place();
  const three = await read(northwind.admin, `&after=${two.nextCursor}`);
  expect(types(three)).toEqual(['tenant.created']);
  await stuck.query('commit');
  await place();
  const four = await read(northwind.admin, `&after=${three.nextCursor}`);
  expect(four.items).toHaveLength(1);
  const all = await read(northwind.admin, `&after=${start}`);
  expect(all.items.map(({ id }) => id)).toEqual(
    [one, two, three, four].flatMap(({ items }) => items.map(({ id }) => id)),
  );
  for (const client of [stuck, first, second, undone]) await client.end();
});

test('with many writers and several sequencers, each event has one position, and the order never changes', async () => {
  const { id: tenantId } = northwind.shop;
  const { nextCursor } = await lastPage();
  const writers = Array.from({ length: 50 }, async (_none, at) => {
    const client = new Client({ connectionString: app.database.urls.superuser });
    await client.connect();
    await client.query('begin');
    await client.query(
      `insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id)
       values (gen_random_uuid(), $1, 'internal', $2, '2', 'node', 'channel')`,
      [tenantId, String(at)],
    );
    await pause(Math.random() * 200);
    await client.query(at % 10 === 0 ? 'rollback' : 'commit');
    await client.end();
  });
  const seen: string[] = [];
  const over = new AbortController();
  const follow = async () => {
    let cursor = nextCursor;
    for (let last = false; ;) {
      const page = await read(northwind.admin, `&after=${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (last) return;
      last = over.signal.aborted;
    }
  };
  const following = follow();
  const placing = Array.from({ length: 3 }, async () => {
    while (!over.signal.aborted) await place();
  });
  await Promise.all(writers);
  while ((await app.query('select from queued_events where not refused')).length > 0) await place();
  over.abort();
  await Promise.all([following, ...placing]);
  expect(seen).toHaveLength(45);
  const all = await read(northwind.admin, `&after=${nextCursor}`);
  expect(all.items.map(({ id }) => id)).toEqual(seen);
  const sequences = all.items.map(({ sequence }) => Number(sequence));
  expect(sequences).toEqual(sequences.map((_one, index) => Number(sequences[0]) + index));
});

test('an unreadable event is set aside, and delays no other', async () => {
  const events = await after(async () => {
    await app.query(
      `insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at) values ($1, 'event', 'call.lost', 'x', '{}', now())`,
      [northwind.shop.id],
    );
    await newCall(northwind.shop.id);
  });
  expect(events.map(({ type }) => type)).toEqual(['call.started']);
  expect(await app.query('select name from queued_events where refused')).toEqual([{ name: 'call.lost' }]);
});

test('a key that may read the feed but none of its nouns gets an empty page', async () => {
  const call = await program(['events.read']);
  expect(await read(call)).toMatchObject({ items: [], hasMore: false });
});

test('refuses cursors that it didn’t issue, and says where an expired one can continue', async () => {
  await place();
  const { nextCursor } = await lastPage();
  expect((await read(northwind.admin, `&after=${nextCursor}`)).nextCursor).toBe(nextCursor);
  const [position, partner] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString());
  const write = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const refused = [write(String(Number(position) + 1), partner), write('1', newId()), write('-1', partner), 'nonsense'];
  for (const cursor of refused)
    expect(await northwind.admin('GET', `/events?after=${cursor}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'after' }] },
    });
  const first = (await read(northwind.admin)).items.length;
  // ages the two oldest by position, because the start of their transactions doesn't matter
  await app.query(`update events set placed_at = now() - interval '31 days' where id in (select id from events where partner_id = $1 order by position limit 2)`, [partner]); // prettier-ignore
  expect(await dropOld(worker, 30, 100)).toBe(2);
  const expired = await northwind.admin('GET', `/events?after=${write('1', partner)}`);
  expect(expired).toMatchObject({ status: 410, body: { code: 'cursor_expired' } });
  const rest = await read(northwind.admin, `&after=${expired.body.oldest}`);
  expect(rest.items.length).toBe(first - 2);
});

test('when an event can’t be queued, the emergency call, its record and its notice still work', async () => {
  const { id: tenantId } = northwind.shop;
  const call = newId();
  const [columns, values] = [
    'id, tenant_id, direction, emergency, from_number, to_number, admitted_at',
    `$1, $2, 'outbound', $3, '101', '911', now()`,
  ];
  const live = (id: string, emergency: boolean) =>
    app.query(`insert into live_calls (${columns}, node, channel_id) values (${values}, 'node', 'channel')`, [id, tenantId, emergency]); // prettier-ignore
  await app.query('alter table queued_events add constraint broken check (false) not valid');
  try {
    await expect(live(newId(), false)).rejects.toThrow('broken');
    await live(call, true);
    await app.query(`select record_emergency_call($1, $2, $3, null, now())`, [call, tenantId, northwind.shop.extensionId('101')]); // prettier-ignore
    await app.query(`insert into calls (${columns}, ended_at, cause) values (${values}, now(), 16)`, [call, tenantId, true]); // prettier-ignore
  } finally {
    await app.query('alter table queued_events drop constraint broken');
  }
  expect(await app.query('select from emergency_calls where call_id = $1', [call])).toHaveLength(1);
});

test('an invoice creates events when it becomes overdue, when it is paid, and when the payment is reversed', async () => {
  const { partnerId, shop } = northwind;
  const tenantId = shop.id;
  const invoiceId = await insertInvoice(app.query, { partnerId, tenantId, number: 4711 });
  const now = new Date('2026-11-30T03:00Z');
  const log = pino({ level: 'silent' });
  const pay = (amount: string, overpayment = 'refuse') =>
    done('POST', `/invoices/${invoiceId}/payments`, {
      amount,
      paidOn: '2026-11-20',
      method: 'check',
      note: 'Maria',
      overpayment,
    });
  const events = await after(async () => {
    // at night, when no mail is sent
    await chaseOverdue(worker, now, log);
    await chaseOverdue(worker, now, log);
    await pay('4.00');
    const { id } = await pay('7.00');
    await done('POST', `/payments/${id}/reverse`, { reason: 'Returned' });
    await chaseOverdue(worker, now, log);
    await done('POST', `/invoices/${invoiceId}/credit-notes`, {
      reason: 'Mistake',
      lines: [{ line: 0, amount: '1.00' }],
    });
    await pay('5.90');
  });
  const money = events.filter(({ type }) => /^(invoice|payment|credit_note)/.test(type));
  const invoice = { id: invoiceId, number: 'INV-04711', total: '11.00', currency: 'USD' };
  expect(money.map(({ type, data }) => [type, data])).toEqual([
    ['invoice.overdue', { ...invoice, due: '11.00', dueOn: '2026-11-15' }],
    ['payment.received', expect.objectContaining({ invoice: 'INV-04711', amount: '4.00', method: 'check' })],
    ['invoice.paid', invoice],
    ['payment.received', expect.objectContaining({ amount: '7.00', currency: 'USD', paidOn: '2026-11-20' })],
    ['payment.reversed', expect.objectContaining({ amount: '7.00', reason: 'Returned' })],
    ['invoice.overdue', { ...invoice, due: '7.00', dueOn: '2026-11-15' }],
    ['credit_note.issued', expect.objectContaining({ invoice: 'INV-04711', total: '1.10', reason: 'Mistake' })],
    ['invoice.paid', invoice],
    ['payment.received', expect.objectContaining({ amount: '5.90' })],
  ]);
  // the note is only for the partner
  expect(JSON.stringify(money)).not.toContain('Maria');
  // paid entirely by credit when it is issued
  const issued = await after(() =>
    app.query(
      `insert into invoices (id, partner_id, tenant_id, cycle_id, number, first_day, last_day, currency, plan_name, net_minor, tax_minor, total_minor,
         paid_minor, from_credit_minor, issued_on, due_on, overdue_at, seller, billed, lines, taxes)
       select $2, partner_id, tenant_id, $2, 4712, first_day, last_day, currency, plan_name, net_minor, tax_minor, total_minor,
         total_minor, total_minor, issued_on, due_on, overdue_at, seller, billed, lines, taxes from invoices where id = $1`,
      [invoiceId, newId()],
    ),
  );
  expect(issued.map(({ type }) => type)).toEqual(['invoice.paid']);
});

test('every audited event is in the catalogue', () => {
  const entry = { id: newId(), before: {}, after: {} };
  const made = Object.values(AUDITED).flatMap((make) => make(entry).map(({ type }) => type));
  expect(made.filter((type) => !EVENT_TYPES.includes(type))).toEqual([]);
});
