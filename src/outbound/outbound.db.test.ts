import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser['call'];

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
});
afterAll(() => app.close());

async function tenant(): Promise<{ id: string; path: string }> {
  const { id, path } = await createTenant(admin);
  return { id, path: `${path}/outbound-permissions` };
}
const SAFE = {
  classes: ['tollFree', 'domestic'],
  countries: [],
  maxConcurrentOutbound: 10,
  maxConcurrentOutboundPerExtension: 4,
};

test('a new tenant may call domestic numbers and nothing expensive', async () => {
  const { path } = await tenant();
  expect(await admin('GET', path)).toMatchObject({
    status: 200,
    body: { ...SAFE, version: 1 },
    headers: { etag: '"1"' },
  });
});

test('the partner changes the permissions, the tenant reads them, a stale edit is refused, and the audit trail has both sides', async () => {
  const { id, path } = await tenant();
  const rules = {
    ...SAFE,
    classes: ['premium', 'domestic', 'premium'],
    countries: ['GB', 'FR', 'GB'],
    maxConcurrentOutbound: 20,
  };
  const saved = await admin('PUT', path, { ...(await admin('GET', path)).body, ...rules }, { 'if-match': '"1"' });
  const stored = { ...rules, classes: ['domestic', 'premium'], countries: ['FR', 'GB'], version: 2 };
  expect(saved).toMatchObject({ status: 200, body: stored });
  expect((await admin('PUT', path, SAFE, { 'if-match': '"1"' })).body.code).toBe('stale_version');
  const own = (await app.user('tenant_admin', { tenantId: id })).call;
  expect((await own('GET', path)).body).toEqual(stored);
  expect((await own('PUT', path, SAFE)).status).toBe(403);
  const user = (await app.user('tenant_user', { tenantId: id })).call;
  expect((await user('GET', path)).status).toBe(403);
  const [event] = await app.query(
    'select action, before, after from audit_events where target_id = $1 and target_kind = $2',
    [id, 'outbound_permissions'],
  );
  expect(event).toMatchObject({
    action: 'outbound_permissions.saved',
    before: { classes: SAFE.classes, countries: [] },
    after: { classes: stored.classes, countries: ['FR', 'GB'], maxConcurrentOutbound: 20 },
  });
});

test('an invalid class, country or limit is refused with the path of the field', async () => {
  const { path } = await tenant();
  for (const [wrong, at] of [
    [{ classes: ['emergency'] }, 'classes.0'],
    [{ countries: ['UK'] }, 'countries.0'],
    [{ countries: ['ZZ'] }, 'countries.0'],
    [{ maxConcurrentOutbound: -1 }, 'maxConcurrentOutbound'],
    [{ maxConcurrentOutboundPerExtension: 1.5 }, 'maxConcurrentOutboundPerExtension'],
  ] as const) {
    expect(await admin('PUT', path, { ...SAFE, ...wrong })).toMatchObject({
      status: 422,
      body: { errors: [{ path: at }] },
    });
  }
});

test('tenant defaults apply to new tenants only; a later change affects no tenant; an omitted field keeps its value', async () => {
  const defaults = (await admin('GET', '/tenant-defaults')).body;
  expect(defaults.outboundPermissions).toEqual(SAFE);
  const mine = { ...SAFE, classes: ['domestic'], countries: ['MX'] };
  expect(
    (await admin('PUT', '/tenant-defaults', { ...defaults, outboundPermissions: mine })).body.outboundPermissions,
  ).toEqual(mine);
  const { path } = await tenant();
  const { outboundPermissions: _left, version: _version, ...rest } = defaults;
  expect((await admin('PUT', '/tenant-defaults', { ...rest, defaultCnam: 'X' })).body.outboundPermissions).toEqual(
    mine,
  );
  await admin('PUT', '/tenant-defaults', { ...rest, outboundPermissions: SAFE });
  expect((await admin('GET', path)).body).toMatchObject(mine);
});

test('a number forwards only to destinations that its tenant may call', async () => {
  const { id, path } = await tenant();
  const { body } = await admin('POST', '/dids', { numbers: ['+12025550123'] });
  const didId = body.added[0].id;
  await admin('POST', `/dids/${didId}/assign`, { tenantId: id });
  const to = (number: string) =>
    admin('PATCH', `/tenants/${id}/dids/${didId}`, { routing: { kind: 'external', number } });
  for (const number of ['+19005550123', '+442079460958', '+88216123456'])
    expect(await to(number)).toMatchObject({ status: 409, body: { code: 'not_permitted' } });
  await admin('PUT', path, { ...SAFE, countries: ['GB'] });
  expect((await to('+442079460958')).status).toBe(200);
});
