import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { SCOPES, TENANT_SCOPES } from '../../src/api-keys/rules.ts';
import { newKey } from '../../src/api-keys/token.ts';
import { mayDo, type Permission, PERMISSIONS } from '../../src/people/rules.ts';
import type { Role } from '../../src/platform/http/caller.ts';
import { callersOf, type Endpoint } from '../../src/platform/http/endpoint.ts';
import { hashToken } from '../../src/platform/secrets.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { DENIED_TO } from './permission-matrix.ts';

let app: TestApp;
let partnerId: string;
let tenantId: string;
let siblingId: string;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  const admin = await app.user('partner_admin', { partnerId });
  const tenant = async (sipPrefix: string): Promise<string> =>
    (await admin.call('POST', '/tenants', { name: sipPrefix, sipPrefix, status: 'ACTIVE' })).body.id;
  [tenantId, siblingId] = [await tenant('own'), await tenant('sibling')];
});
afterAll(() => app.close());

/** Inserts a key by SQL, because keys made by the product have a request limit that this test would reach. */
async function keyWith(
  scopes: readonly string[],
  tenants: readonly string[] | null = null,
  ownTenant: string | null = null,
): Promise<string> {
  const [id, token] = [newId(), newKey('live')];
  await app.query(
    `insert into api_keys (id, partner_id, name, token_hash, hint, scopes, all_tenants, requests_per_minute, made_by, made_by_email, tenant_id)
     values ($1, $2, 'Key', $3, 'abcd', $4, $5, 10000, $1, 'a@b.example', $6)`,
    [id, partnerId, hashToken(token), scopes, tenants === null, ownTenant],
  );
  for (const tenant of tenants ?? [])
    await app.query('insert into api_key_tenants (key_id, partner_id, tenant_id) values ($1, $2, $3)', [
      id,
      partnerId,
      tenant,
    ]);
  return token;
}

/** The ids in the path but the tenant's don't exist, so that nothing changes if a refusal fails. */
async function statusOf(token: string, { method, path }: Endpoint, tenant = tenantId): Promise<number> {
  const where = path.replace('{tenantId}', tenant).replaceAll(/\{\w+\}/g, () => newId());
  const body = method === 'GET' ? undefined : {};
  return (await app.program(token)(method, where, body)).status;
}

const signedIn = (): Endpoint[] => app.app.endpoints.filter(({ scope }) => scope !== 'nobody');
const forPrograms = (): Endpoint[] =>
  signedIn().filter((route) => callersOf(route).programs && route.permission !== 'anyone');

test('every endpoint for programs has a scope', () => {
  const scopes: readonly string[] = [...SCOPES, ...TENANT_SCOPES];
  expect(forPrograms().flatMap(({ id, permission }) => (scopes.includes(permission) ? [] : [id]))).toEqual([]);
});

test('a key with all scopes but one is refused where that scope is needed', async () => {
  const keys = new Map<string, string>();
  for (const scope of SCOPES) keys.set(scope, await keyWith(SCOPES.filter((other) => other !== scope)));
  const all = await keyWith(SCOPES);
  for (const route of forPrograms()) {
    const token = keys.get(route.permission) ?? all;
    expect(await statusOf(token, route), `${route.id} without ${route.permission}`).toBe(403);
  }
});

test('a key with one scope is accepted where that scope is needed', async () => {
  const keys = new Map<string, string>();
  // with this scope a key could make tenant admins, so it needs all of their scopes, too
  const beside = (scope: string) => (scope === 'tenant-users.write' ? TENANT_SCOPES : [scope]);
  for (const scope of SCOPES) keys.set(scope, await keyWith(beside(scope)));
  // permissions that are never scopes were refused above
  const routes = forPrograms().flatMap((route) => {
    const token = keys.get(route.permission);
    return token ? [{ route, token }] : [];
  });
  expect(routes.length).toBeGreaterThan(100);
  for (const { route, token } of routes)
    expect([401, 403], `${route.id} with ${route.permission}`).not.toContain(await statusOf(token, route));
});

test('a tenant’s own key with every scope can do no more than the tenant’s admin, and nothing in another tenant', async () => {
  await app.query('insert into tenant_key_settings (partner_id, allowed) values ($1, true)', [partnerId]);
  const token = await keyWith([...SCOPES, 'tenant-keys.write'], null, tenantId);
  let kept = 0;
  for (const route of signedIn().filter((one) => one.permission !== 'anyone')) {
    const isDenied = DENIED_TO.tenant_admin(route) || !callersOf(route).programs;
    if (isDenied) kept++;
    const status = await statusOf(token, route);
    if (isDenied) expect([403, 404], route.id).toContain(status);
    if (!isDenied && mayDo('tenant_admin', route.permission)) expect([401, 403], route.id).not.toContain(status);
    if (route.path.startsWith('/tenants/{tenantId}') && callersOf(route).programs)
      expect(await statusOf(token, route, siblingId), `${route.id} of another tenant`).toBe(404);
  }
  expect(kept).toBeGreaterThan(50);
});

test('a key follows the current permission table, not the one at its creation', async () => {
  await app.query('insert into tenant_key_settings (partner_id, allowed) values ($1, true) on conflict do nothing', [partnerId]); // prettier-ignore
  const [ofPartner, ofTenant] = [await keyWith(SCOPES), await keyWith(TENANT_SCOPES, null, tenantId)];
  const adds = (token: string) =>
    app.program(token)('POST', `/tenants/${tenantId}/users`, { email: `${newId()}@own.example`, name: 'Joe', role: 'tenant_user', password: 'correct horse battery' }); // prettier-ignore
  expect([(await adds(ofPartner)).status, (await adds(ofTenant)).status]).toEqual([201, 201]);

  // tenant admins get a permission that the key doesn't have
  const given = withTable('numbers.read', (roles) => [...roles, 'tenant_admin']);
  const narrow = await keyWith(TENANT_SCOPES);
  const refused = await adds(narrow);
  expect([refused.status, (await adds(ofTenant)).status, (await adds(ofPartner)).status]).toEqual([403, 403, 201]);
  expect(refused.body.detail).toContain('Save the key’s scopes again');
  given.undo();
  expect((await adds(narrow)).status).toBe(201);

  // and lose one that a key has
  const taken = withTable('tenant-users.write', (roles) => roles.filter((role) => role !== 'tenant_admin'));
  expect([(await adds(ofTenant)).status, (await adds(ofPartner)).status]).toEqual([403, 201]);
  taken.undo();
  expect((await adds(ofTenant)).status).toBe(201);
});

/** Changes who has a permission. */
function withTable(permission: Permission, change: (roles: readonly Role[]) => readonly Role[]) {
  const table: Record<string, readonly Role[]> = PERMISSIONS;
  const roles = table[permission] ?? [];
  table[permission] = change(roles);
  const undo = () => void (table[permission] = roles);
  onTestFinished(undo);
  return { undo };
}

test('endpoints for people refuse a key with every scope', async () => {
  const all = await keyWith(SCOPES);
  for (const route of signedIn().filter((one) => !callersOf(one).programs))
    expect(await statusOf(all, route), route.id).toBe(403);
});

test('a key for chosen tenants reaches no other tenant, and nothing that concerns the whole partner', async () => {
  const token = await keyWith(SCOPES, [siblingId]);
  const forChosen = forPrograms().filter(({ chosenTenants }) => chosenTenants === 'shown');
  // src/events/events.db.test.ts and src/sandbox/sandbox.db.test.ts see what they show
  expect(forChosen.map(({ id }) => id)).toEqual(['listEvents', 'createSandboxCall']);
  for (const route of forPrograms().filter((one) => !forChosen.includes(one))) {
    const expected = route.path.startsWith('/tenants/{tenantId}') ? [404] : [403];
    expect(expected, route.id).toContain(await statusOf(token, route));
  }
});
