import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { newId } from '../platform/values/ids.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let tenantId: string;
let tenantAdmin: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind Voice');
  admin = await app.user('partner_admin', { partnerId });
  tenantId = (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery' })).body.id;
  tenantAdmin = await app.user('tenant_admin', { tenantId });
});
afterAll(() => app.close());

const list = async (query = '', by = admin) => (await by.call('GET', `/audit-events?${query}`)).body;
const actions = (body: { items: { action: string }[] }) => body.items.map(({ action }) => action);
const patch = (fields: object, by = admin) => by.call('PATCH', `/tenants/${tenantId}`, fields);

describe('the trail of a partner', () => {
  test('records actor, action, tenant and IP address', async () => {
    await patch({ name: 'Bakery & Sons' });
    const { items } = await list('limit=1');
    expect(items[0]).toMatchObject({
      actor: { id: admin.id, email: admin.email, role: 'partner_admin' },
      actingForTenant: { id: tenantId, name: 'Bakery & Sons' },
      action: 'tenant.edited',
      target: { kind: 'tenant', id: tenantId },
      before: { name: 'Bakery' },
      after: { name: 'Bakery & Sons' },
      ip: '127.0.0.1',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  test('is newest first, filtered by tenant, actor, action, kind and time', async () => {
    const other = (await admin.call('POST', '/tenants', { name: 'Clinic', sipPrefix: 'clinic' })).body.id;
    const colleague = await app.user('partner_admin', { partnerId });
    await patch({ name: 'Bakery' }, colleague);
    expect(actions(await list(`tenantId=${other}`))).toEqual(['tenant.created']);
    expect(actions(await list(`actorId=${colleague.id}`))).toEqual(['tenant.edited']);
    expect(new Set(actions(await list('action=tenant.created')))).toEqual(new Set(['tenant.created']));
    expect(new Set(actions(await list('action=tenant')))).toEqual(new Set(['tenant.created', 'tenant.edited']));
    expect(new Set(actions(await list('action=session,tenant.edited')))).toEqual(new Set(['tenant.edited']));
    expect((await list('action=ten')).items).toEqual([]);
    const { items } = await list();
    const times = items.map(({ at }: { at: string }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    const middle = items[1].at as string;
    expect((await list(`from=${encodeURIComponent(middle)}`)).items.at(-1).at >= middle).toBe(true);
    expect((await list(`to=${encodeURIComponent(middle)}`)).items[0].at < middle).toBe(true);
    expect((await list('from=2999-01-01T00:00:00Z')).total).toBe(0);
    expect((await admin.call('GET', '/audit-events?from=yesterday')).body.errors[0].path).toBe('from');
  });

  test('filters by any valid time and UTC offset, and refuses a year outside the database’s range', async () => {
    const operator = await app.user('operator');
    const of = `/tenants/${tenantId}/audit-events`;
    for (const [by, path] of [
      [admin, '/audit-events'],
      [admin, '/audit-events/export'],
      [admin, of],
      [operator, '/operator/audit-events'],
    ] as const) {
      const ask = async (field: string, time: string) =>
        (await by.call('GET', `${path}?${field}=${encodeURIComponent(time)}`)).status;
      for (const field of ['from', 'to']) {
        expect(await ask(field, '2026-01-01T00:00:00+20:00'), path).toBe(200);
        expect(await ask(field, '0000-01-01T00:00:00Z'), path).toBe(422);
      }
    }
    const from = (await list('limit=1')).items[0].at as string;
    const ahead = new Date(Date.parse(from) + 20 * 3_600_000).toISOString().replace('Z', '+20:00');
    expect((await list(`from=${encodeURIComponent(ahead)}&limit=200`)).items.at(-1).at).toBe(from);
  });

  test('pages without gaps or repetitions while events are added', async () => {
    for (let n = 0; n < 6; n += 1) await patch({ name: `Bakery ${n}` });
    const before = (await list('limit=200')).items.map(({ id }: { id: string }) => id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list(`limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      await patch({ name: `Bakery ${seen.length} more` });
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(before);
  });

  test('is invisible to other partners and to the operator', async () => {
    const stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso Lines') });
    expect(await list('', stranger)).toEqual({ items: [], nextCursor: null, total: 0 });
    expect((await list(`tenantId=${tenantId}`, stranger)).items).toEqual([]);
    expect((await (await app.user('operator')).call('GET', '/audit-events')).status).toBe(403);
  });
});

describe('the trail of a tenant', () => {
  test('shows the tenant’s admins what the partner’s users did', async () => {
    await patch({ defaultCnam: 'BAKERY' }, tenantAdmin);
    const { status, body } = await tenantAdmin.call('GET', `/tenants/${tenantId}/audit-events`);
    expect([status, body.items[0].actor.id, body.items[0].actingForTenant.id]).toEqual([200, tenantAdmin.id, tenantId]);
    const actors = new Set(body.items.map(({ actor }: { actor: { email: string } }) => actor.email));
    expect(actors).toContain(admin.email);
    expect((await admin.call('GET', `/tenants/${tenantId}/audit-events`)).body.total).toBe(body.total);
  });

  test('hides the partner’s notes and IP addresses from the tenant’s users', async () => {
    await admin.call('POST', `/tenants/${tenantId}/suspend`, { note: 'Pays late again.' });
    await admin.call('POST', `/tenants/${tenantId}/reactivate`);
    const path = `/tenants/${tenantId}/audit-events?action=tenant.suspended`;
    const read = async (by: ApiUser) => (await by.call('GET', path)).body.items[0];
    const seen = { actor: { email: admin.email }, after: { status: 'SUSPENDED' } };
    expect(await read(admin)).toMatchObject({ ...seen, after: { note: 'Pays late again.' }, ip: '127.0.0.1' });
    const theirs = await read(tenantAdmin);
    expect(theirs).toMatchObject({ ...seen, ip: null });
    expect(theirs.after).not.toHaveProperty('note');
    const own = (await tenantAdmin.call('GET', `/tenants/${tenantId}/audit-events?actorId=${tenantAdmin.id}`)).body;
    expect(own.items[0].ip).toBe('127.0.0.1');
  });

  test('never shows the operator’s actions', async () => {
    await app.query(
      "insert into audit_events (id, partner_id, tenant_id, actor_id, actor_role, action, target_kind) values ($1, $2, $3, $4, 'operator', 'tenant.held', 'tenant')",
      [newId(), partnerId, tenantId, newId()],
    );
    expect((await tenantAdmin.call('GET', `/tenants/${tenantId}/audit-events`)).text).not.toContain('tenant.held');
    expect(actions(await list('action=tenant.held'))).toEqual(['tenant.held']);
  });

  test('is closed to the tenant’s ordinary users and to other tenants', async () => {
    const user = await app.user('tenant_user', { tenantId });
    expect((await user.call('GET', `/tenants/${tenantId}/audit-events`)).status).toBe(403);
    const other = (await admin.call('POST', '/tenants', { name: 'Garage', sipPrefix: 'garage' })).body.id;
    expect((await tenantAdmin.call('GET', `/tenants/${other}/audit-events`)).status).toBe(404);
  });
});

describe('the export', () => {
  test('is the whole trail as CSV, for admins only, and is recorded in the trail', async () => {
    const from = new Date().toISOString();
    await patch({ name: '=HYPERLINK("x")' });
    const { status, text, headers } = await admin.call('GET', `/audit-events/export?from=${from}`);
    expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="audit-events.csv"',
    ]);
    const rows = parse<Record<string, string>>(text, { columns: true });
    expect(rows.map(({ action }) => action)).toEqual(['audit.exported', 'tenant.edited']);
    expect(rows[1]).toMatchObject({ actorEmail: admin.email, tenantId, tenantName: `'=HYPERLINK("x")` });
    const viewer = await app.user('partner_user', { partnerId });
    expect((await viewer.call('GET', '/audit-events/export')).status).toBe(403);
    expect((await admin.call('GET', '/audit-events/export?from=x')).status).toBe(422);
    expect((await app.nobody('GET', '/audit-events/export')).status).toBe(401);
  });

  test('is complete when it spans several pages', async () => {
    const other = await app.partner('Busy');
    const busy = await app.user('partner_admin', { partnerId: other });
    await app.query(
      `insert into audit_events (id, at, partner_id, actor_role, action, target_kind)
       select gen_random_uuid(), date_trunc('milliseconds', now() - (n / 3) * interval '1 millisecond'), $1, 'system', 'a.b', 'x' from generate_series(1, 2500) n`,
      [other],
    );
    const { text } = await busy.call('GET', '/audit-events/export');
    expect(parse(text, { columns: true })).toHaveLength(2501);
    expect((await list('', busy)).total).toBe(2501);
  });
});
