import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES, TENANT_SCOPES } from '../src/api-keys/rules.ts';
import { inContext } from '../src/platform/db/db.ts';
import { newId } from '../src/platform/values/ids.ts';
import { createTestApp, type ApiUser, type TestApp } from './app.ts';
import { createOneOfEach, fillPath, type Parameter } from './one-of-each.ts';

/**
 * No route, table or transaction lets a partner or tenant see or change another's data. Routes are read from the API's
 * endpoints, so a route written tomorrow is tried tomorrow.
 */
let app: TestApp;
let people: Record<
  'operator' | 'admin' | 'viewer' | 'tenantAdmin' | 'tenantUser' | 'tenantKey' | 'partnerKey' | 'chosenKey',
  ApiUser
>;
/** What belongs to another partner, by the name that paths give it. */
let foreign: Record<Parameter, string>;
let ownTenant: string;
let siblingTenant: string;
/** A sandbox of the other partner, whose other tenants are live. */
let sandbox: string;
/** Of the other partner. */
let stranger: ApiUser;
const MARK = 'Zebulon';

beforeAll(async () => {
  app = await createTestApp();
  const [mine, theirs] = [await app.partner('Mine'), await app.partner(`${MARK} Partner`)];
  const admin = await app.user('partner_admin', { partnerId: mine });
  stranger = await app.user('partner_admin', { partnerId: theirs });
  const tenant = async (name: string, sipPrefix: string): Promise<string> => {
    const { status, body } = await admin.call('POST', '/tenants', { name, sipPrefix, status: 'ACTIVE' });
    expect(status).toBe(201);
    return body.id;
  };
  ownTenant = await tenant('Own', 'own');
  siblingTenant = await tenant(`${MARK} Sibling`, 'sibling');
  const made = await stranger.call('POST', '/tenants', {
    name: 'Box',
    sipPrefix: 'box',
    status: 'ACTIVE',
    sandbox: true,
  });
  sandbox = made.body.id;
  const tenantAdmin = await app.user('tenant_admin', { tenantId: ownTenant });
  await admin.call('PUT', '/tenant-key-settings', { allowed: true });
  people = {
    operator: await app.user('operator'),
    admin,
    viewer: await app.user('partner_user', { partnerId: mine }),
    tenantAdmin,
    tenantKey: await programOf(tenantAdmin, `/tenants/${ownTenant}/api-keys`, { scopes: TENANT_SCOPES }),
    partnerKey: await programOf(admin, '/api-keys', { scopes: SCOPES }),
    chosenKey: await programOf(admin, '/api-keys', { scopes: SCOPES, tenantIds: [ownTenant] }),
    tenantUser: await app.user('tenant_user', { tenantId: ownTenant }),
  };
  foreign = await createOneOfEach(app, stranger, { partnerId: theirs, mark: MARK });
});
afterAll(() => app.close());

/** A program with everything that it can be given: it is tried wherever the people are. */
async function programOf(admin: ApiUser, path: string, settings: object): Promise<ApiUser> {
  const key = { name: 'Program', requestsPerMinute: 10_000, ...settings };
  const { body, status } = await admin.call('POST', path, key);
  expect(status).toBe(201);
  return { ...admin, call: app.program(body.key) };
}

/** A program of the other partner, with a key that may do all that a key may. */
async function programIn(mode: 'live' | 'test'): Promise<ApiUser['call']> {
  const settings = { name: `A ${mode} key`, mode, scopes: SCOPES, requestsPerMinute: 10_000 };
  return app.program((await stranger.call('POST', '/api-keys', settings)).body.key);
}

type Operation = { method: string; path: string; names: string[]; scope: string };

const operations = (): Operation[] =>
  app.app.endpoints.map(({ method, path, scope }) => ({
    method,
    path: `/api/v1${path}`,
    names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
    scope,
  }));

const bodyFor = (method: string) => (method === 'GET' ? undefined : {});
const comparable = ({ status, body }: { status: number; body: any }) => ({ status, body: { ...body, requestId: '' } });

describe('routes', () => {
  test('are requested with ids of existing objects', async () => {
    const columns = await app.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = 'public' and udt_name = 'uuid' and column_name in ('id', 'session_id')`,
    );
    for (const [name, id] of Object.entries(foreign)) {
      const found = await Promise.all(
        columns.map(({ table, column }) => app.query(`select from "${table}" where "${column}" = $1`, [id])),
      );
      expect(found.flat().length, `${name} in \`foreign\` names nothing that exists`).toBeGreaterThan(0);
    }
  });

  test('respond with 401 without a session, except the public ones', async () => {
    for (const { method, path, scope } of operations()) {
      const { status } = await app.nobody(method, fillPath(path, foreign), bodyFor(method));
      if (scope === 'nobody') expect(status, `${method} ${path}`).not.toBe(500);
      else expect(status, `${method} ${path}`).toBe(401);
    }
  });

  test('respond for another partner’s objects exactly as for missing ones', async () => {
    for (const { method, path, names } of operations().filter((operation) => operation.names.length > 0)) {
      const absent = Object.fromEntries(names.map((name) => [name, newId()]));
      for (const [role, person] of Object.entries(people)) {
        // the operator's own routes are about everybody's
        if (role === 'operator' && path.startsWith('/api/v1/operator/')) continue;
        const theirs = await person.call(method, fillPath(path, foreign), bodyFor(method));
        const none = await person.call(method, fillPath(path, absent), bodyFor(method));
        expect(comparable(theirs), `${role}: ${method} ${path}`).toEqual(comparable(none));
        expect([403, 404], `${role}: ${method} ${path}`).toContain(theirs.status);
      }
    }
  });

  test('find no foreign object under the user’s own tenant', async () => {
    for (const { method, path } of operations().filter(({ names }) => names[0] === 'tenantId' && names.length > 1)) {
      for (const role of ['admin', 'tenantAdmin', 'partnerKey', 'chosenKey', 'tenantKey'] as const) {
        const { status } = await people[role].call(
          method,
          fillPath(path, { ...foreign, tenantId: ownTenant }),
          bodyFor(method),
        );
        expect([403, 404], `${role}: ${method} ${path}`).toContain(status);
      }
    }
  });

  test('refuse a tenant’s users and keys, and a key for other tenants, in a sibling tenant', async () => {
    for (const { method, path } of operations().filter(({ names }) => names.includes('tenantId'))) {
      for (const role of ['tenantAdmin', 'tenantUser', 'tenantKey', 'chosenKey'] as const) {
        const { status } = await people[role].call(
          method,
          fillPath(path, { ...foreign, tenantId: siblingTenant }),
          bodyFor(method),
        );
        expect([403, 404], `${role}: ${method} ${path}`).toContain(status);
      }
    }
  });

  test('let a read-only partner user change nothing and see no secret', async () => {
    // the own account is everybody's own to change
    const reads = (path: string) =>
      /\/(preview|test-runs)$|\/invitations\/|\/v1\/(session|sessions|password-resets)(\/|$)/.test(path);
    for (const { method, path } of operations().filter(
      (operation) => operation.method !== 'GET' || operation.path.endsWith('/credentials'),
    )) {
      if (reads(path)) continue;
      const { status } = await people.viewer.call(
        method,
        fillPath(path, { ...foreign, tenantId: ownTenant }),
        bodyFor(method),
      );
      expect([403, 404], `${method} ${path}`).toContain(status);
    }
  });

  test('list nothing of another partner', async () => {
    for (const { path } of operations().filter(({ method, names }) => method === 'GET' && names.length === 0)) {
      for (const [role, person] of Object.entries(people)) {
        if (role === 'operator') continue;
        const { text } = await person.call('GET', path);
        const leaked = ['admin', 'viewer', 'partnerKey'].includes(role) ? `${MARK} Tenant` : MARK;
        expect(text, `${role}: GET ${path}`).not.toContain(leaked);
        expect(text, `${role}: GET ${path}`).not.toContain(foreign.tenantId);
      }
    }
  });

  test('show a test key nothing of its partner’s live tenants, and change nothing of them', async () => {
    const key = await programIn('test');
    for (const { id, method, path } of app.app.endpoints.filter((route) => route.scope !== 'nobody')) {
      const answer = await key(method, `/api/v1${fillPath(path, foreign)}`, bodyFor(method));
      // names its partner
      if (id === 'getOwnApiKey') continue;
      expect(answer.text, `${method} ${path}`).not.toContain(MARK);
      if (path.includes('{')) expect([401, 403, 404], `${method} ${path}`).toContain(answer.status);
      // with an empty body
      else if (method !== 'GET') expect([401, 403, 422], `${method} ${path}`).toContain(answer.status);
      expect(answer.text, `${method} ${path}`).not.toContain(foreign.tenantId);
    }
  });

  test('find nothing of a live tenant under a sandbox, with a test key', async () => {
    const key = await programIn('test');
    for (const { method, path } of operations().filter(({ names }) => names[0] === 'tenantId' && names.length > 1)) {
      const { status } = await key(method, fillPath(path, { ...foreign, tenantId: sandbox }), bodyFor(method));
      expect([401, 403, 404], `${method} ${path}`).toContain(status);
    }
  });

  test('show a live key nothing of its partner’s sandboxes', async () => {
    const key = await programIn('live');
    for (const { method, path } of app.app.endpoints.filter((route) => route.scope !== 'nobody')) {
      const answer = await key(method, `/api/v1${fillPath(path, { ...foreign, tenantId: sandbox })}`, bodyFor(method));
      if (path.includes('{tenantId}') && !path.startsWith('/operator/'))
        expect([401, 403, 404], `${method} ${path}`).toContain(answer.status);
      expect(answer.text, `${method} ${path}`).not.toContain(sandbox);
    }
  });

  test('refuse a tenant admin every field that only the partner may change', async () => {
    const kept = {
      name: 'Mine now',
      // a field that it may not change is not validated either
      sipPrefix: 1,
      status: 'TRIAL',
      billingEmail: 'a@b.example',
      billingProfileId: null,
      confirmName: 'Own',
    };
    const before = await people.admin.call('GET', `/tenants/${ownTenant}`);
    for (const [field, value] of Object.entries(kept)) {
      const { status } = await people.tenantAdmin.call('PATCH', `/tenants/${ownTenant}`, { [field]: value });
      expect(status, field).toBe(403);
    }
    expect((await people.admin.call('GET', `/tenants/${ownTenant}`)).body).toEqual(before.body);
    expect((await people.tenantAdmin.call('PATCH', `/tenants/${ownTenant}`, { defaultCnam: 'OWN INC' })).status).toBe(
      200,
    );
  });

  test('give the same response for another partner’s tenant id, prefix and name', async () => {
    const search = await people.admin.call('GET', `/tenants?search=${MARK} Tenant`);
    expect(search.body).toMatchObject({ items: [], total: 0 });
  });
});

/** Tables without a policy of a partner or tenant, each with its reason. */
const NO_TENANT_POLICY: Record<string, string> = {
  'public.tenant_statuses': 'the rule table: the same for all, read by Asterisk’s views',
  'public.sip_prefixes': 'taken for ever across the platform; the application may only add',
  'public.migrations': 'which files were applied',
};

describe('the database, even if the code is wrong', () => {
  const tables = () =>
    app.query<{ name: string; forced: boolean; enabled: boolean }>(
      `select n.nspname || '.' || c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname in ('public', 'asterisk') order by 1`,
    );

  test('has forced row-level security on every table', async () => {
    const found = await tables();
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter(({ forced, enabled, name }) => !(forced && enabled) && name !== 'public.migrations')).toEqual(
      [],
    );
  });

  test.each(['app', 'worker'] as const)(
    'shows the role %s nothing without a context, and nothing in that of a stranger',
    async (role) => {
      const client = new pg.Client({ connectionString: app.database.urls[role] });
      await client.connect();
      try {
        for (const context of ['', newId()]) {
          for (const { name } of await tables()) {
            if (name in NO_TENANT_POLICY) continue;
            await client.query('begin');
            for (const key of ['partner_id', 'tenant_id', 'actor_id'])
              await client.query('select set_config($1, $2, true)', [`app.${key}`, context]);
            const rows = await client.query(`select count(*)::int as n from ${name}`).then(
              ({ rows }) => rows[0].n,
              (error: { code: string }) => error.code,
            );
            expect([0, '42501'], name).toContain(rows);
            await client.query('rollback');
          }
        }
      } finally {
        await client.end();
      }
    },
  );

  test('lets the application change no prefix, creation date or partner', async () => {
    for (const column of ['sip_prefix', 'created_at', 'partner_id', 'id']) {
      const change = inContext(app.db, { tenantId: ownTenant }, (tx) =>
        sql.raw(`update tenants set ${column} = ${column}`).execute(tx),
      );
      await expect(change, column).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('does not carry one transaction’s context into the next on the same connection', async () => {
    const [mine] = await app.query<{ id: string; partner_id: string }>(
      'select id, partner_id from tenants where id = $1',
      [ownTenant],
    );
    const contexts = [{ tenantId: ownTenant }, { tenantId: foreign.tenantId }, { partnerId: mine!.partner_id }, {}];
    const seen = await Promise.all(
      Array.from({ length: 2000 }, (_, n) =>
        inContext(app.db, contexts[n % contexts.length]!, async (tx) =>
          (await tx.selectFrom('tenants').select('id').execute()).map(({ id }) => id).toSorted(),
        ),
      ),
    );
    const expected = [[ownTenant], [foreign.tenantId], [ownTenant, siblingTenant].toSorted(), []];
    seen.forEach((ids, n) => expect(ids).toEqual(expected[n % contexts.length]));
  });
});

test('every table that a partner reads across tenants declares what live and test keys see', async () => {
  const rows = await app.query<{ table: string; restricted: boolean }>(
    `select c.relname as table, exists (select from pg_policies m where m.schemaname = 'public' and m.tablename = c.relname
       and m.policyname = 'of_mode' and m.permissive = 'RESTRICTIVE' and m.cmd = 'SELECT' and 'app' = any(m.roles)) as restricted
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
       and (c.relname = 'tenants' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))
       and exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.permissive = 'PERMISSIVE'
         and p.cmd in ('ALL', 'SELECT') and 'app' = any(p.roles) and p.qual ~ 'ctx_partner')`,
  );
  expect(rows.length).toBeGreaterThan(25);
  // ids alone: the policies themselves read it
  const open = rows.filter(({ restricted }) => !restricted).map(({ table }) => table);
  expect(open).toEqual(['sandboxes']);
});
