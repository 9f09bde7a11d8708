import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { sql } from 'kysely';
import pg from 'pg';
import { SCOPES, TENANT_SCOPES } from '../src/api-keys/rules.ts';
import { inContext } from '../src/platform/db/db.ts';
import { newId } from '../src/platform/values/ids.ts';
import { createTestApp, type ApiUser, type TestApp } from './app.ts';
import { insertFraudTrip } from './fraud.ts';
import { insertCard, insertCardPayment, insertRefund, insertReinstatement } from './cards.ts';
import {
  insertAdjustment,
  insertCreditNote,
  insertInvoice,
  insertPayment,
  insertWholesaleInvoice,
} from './invoices.ts';
import { CLOSED_WEEK } from './schedules.ts';

/**
 * No route, table or transaction lets a partner or tenant see or change another's data. Routes are read from the API's
 * endpoints, so a route written tomorrow is tried tomorrow; one whose path names something that this test has none of fails.
 */
let app: TestApp;
let people: Record<
  'operator' | 'admin' | 'viewer' | 'tenantAdmin' | 'tenantUser' | 'tenantKey' | 'partnerKey' | 'chosenKey',
  ApiUser
>;
/** What belongs to another partner, by the name that paths give it. */
let foreign: Record<string, string>;
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
  const tenant = async (by: ApiUser, name: string, sipPrefix: string): Promise<string> => {
    const { status, body } = await by.call('POST', '/tenants', { name, sipPrefix, status: 'ACTIVE' });
    expect(status).toBe(201);
    return body.id;
  };
  ownTenant = await tenant(admin, 'Own', 'own');
  siblingTenant = await tenant(admin, `${MARK} Sibling`, 'sibling');
  const theirTenant = await tenant(stranger, `${MARK} Tenant`, 'theirs');
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
  const extension = await stranger.call('POST', `/tenants/${theirTenant}/extensions`, {
    number: '101',
    name: `${MARK} desk`,
  });
  const group = await stranger.call('POST', `/tenants/${theirTenant}/groups`, {
    number: '600',
    name: `${MARK} group`,
    members: [{ kind: 'extension', id: extension.body.id }],
  });
  const schedule = await stranger.call('POST', `/tenants/${theirTenant}/schedules`, { name: MARK, week: CLOSED_WEEK });
  const list = await stranger.call('POST', `/tenants/${theirTenant}/number-lists`, { name: MARK });
  const entry = await stranger.call('POST', `/tenants/${theirTenant}/number-lists/${list.body.id}/entries`, {
    number: '+12025550997',
    note: MARK,
  });
  const flow = await stranger.call('POST', `/tenants/${theirTenant}/flows`, { name: `${MARK} flow` });
  const template = await stranger.call('POST', `/tenants/${theirTenant}/flows/${flow.body.id}/templates`, {
    name: `${MARK} template`,
  });
  const versionId = newId();
  await app.query(
    `insert into flow_versions (id, flow_id, tenant_id, number, content, uses, goes_to, published_at, publisher, editors)
     select $1, id, tenant_id, 1, draft, '{}', '{}', now(), $2, '{}' from flows where id = $3`,
    [versionId, MARK, flow.body.id],
  );
  const numbers = await stranger.call('POST', '/dids', { numbers: ['+12025550999'] });
  const did = numbers.body.added[0].id as string;
  await stranger.call('POST', `/dids/${did}/assign`, { tenantId: theirTenant });
  const user = await stranger.call('POST', `/tenants/${theirTenant}/users`, {
    email: `${MARK.toLowerCase()}@theirs.example`,
    name: MARK,
    role: 'tenant_admin',
    password: 'correct horse battery',
  });
  const contact = await stranger.call('POST', `/tenants/${theirTenant}/contacts`, {
    name: MARK,
    numbers: [{ number: '+12025550998' }],
  });
  const callId = newId();
  await app.query(
    "insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id) values ($1, $2, 'internal', '101', '102', 'n', 'c')",
    [callId, theirTenant],
  );
  const [mailboxId, voicemailId] = [newId(), newId()];
  await app.query("insert into mailboxes (id, tenant_id, number, name) values ($1, $2, '800', $3)", [
    mailboxId,
    theirTenant,
    MARK,
  ]);
  await app.query(
    'insert into voicemails (id, tenant_id, mailbox_id, from_number, from_name, received_at, seconds) values ($1, $2, $3, $4, $4, now(), 5)',
    [voicemailId, theirTenant, mailboxId, MARK],
  );
  await app.query(
    "insert into calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, ended_at, cause) values ($1, $2, 'internal', false, '101', '102', now(), now(), 16)",
    [callId, theirTenant],
  );
  const recordingId = newId();
  await app.query(
    `insert into recordings (id, tenant_id, call_id, direction, from_number, to_number, extension_ids, cause, started_at, state, failure, node,
       channel_id, of_caller) values ($1, $2, $3, 'internal', '101', $4, '{}', 'on_demand', now(), 'failed', 'no_sound', 'n', 'c', true)`,
    [recordingId, theirTenant, callId, MARK],
  );
  const mediaId = newId();
  await app.query("insert into media (id, tenant_id, name, source) values ($1, $2, $3, 'upload')", [
    mediaId,
    theirTenant,
    MARK,
  ]);
  const serviceCallId = newId();
  await app.query(
    `insert into service_calls (id, tenant_id, extension_id, purpose, media_name, requested_by, state, outcome)
     values ($1, $2, $3, 'recording', $4, '{}', 'ended', 'done')`,
    [serviceCallId, theirTenant, extension.body.id, MARK],
  );
  const profileId = newId();
  await app.query("insert into billing_profiles (id, partner_id, name, currency) values ($1, $2, $3, 'USD')", [
    profileId,
    theirs,
    MARK,
  ]);
  const tableId = newId();
  await app.query("insert into rate_tables (id, partner_id, name, currency) values ($1, $2, $3, 'USD')", [
    tableId,
    theirs,
    MARK,
  ]);
  const rateImportId = newId();
  await app.query('insert into rate_imports (id, partner_id, table_id, lines) values ($1, $2, $3, 1)', [
    rateImportId,
    theirs,
    tableId,
  ]);
  const wholesaleTableId = newId();
  await app.query(
    "insert into rate_tables (id, partner_id, name, currency, kind) values ($1, $2, $3, 'USD', 'wholesale_outbound')",
    [wholesaleTableId, theirs, `${MARK} wholesale`],
  );
  const wholesaleImportId = newId();
  await app.query('insert into rate_imports (id, partner_id, table_id, lines) values ($1, $2, $3, 1)', [
    wholesaleImportId,
    theirs,
    wholesaleTableId,
  ]);
  const key = await stranger.call('POST', '/api-keys', { name: MARK, scopes: ['tenants.read'] });
  await stranger.call('PUT', '/tenant-key-settings', { allowed: true });
  const ownKey = { name: MARK, scopes: ['extensions.read'] };
  const theirAdmin = await app.user('tenant_admin', { tenantId: theirTenant });
  const tenantKey = await theirAdmin.call('POST', `/tenants/${theirTenant}/api-keys`, ownKey);
  const hook = { name: MARK, url: 'https://crm.example/hook', types: ['call.ended'] };
  const webhook = await stranger.call('POST', '/webhooks', hook);
  const delivery = await stranger.call('POST', `/webhooks/${webhook.body.id}/test`);
  const invoiceId = await insertInvoice(app.query, { partnerId: theirs, tenantId: theirTenant, billed: MARK });
  const creditNoteId = await insertCreditNote(app.query, invoiceId);
  const paymentId = await insertPayment(app.query, invoiceId, MARK);
  const refundId = await insertRefund(app.query, paymentId, MARK);
  await insertReinstatement(app.query, paymentId, MARK);
  const adjustmentId = await insertAdjustment(app.query, theirTenant, MARK);
  const wholesaleIds = await insertWholesaleInvoice(app.query, theirs, MARK);
  const tripId = await insertFraudTrip(app.query, theirTenant);
  const cardId = await insertCard(app.query, theirTenant, MARK.slice(0, 40));
  const cardPaymentId = await insertCardPayment(app.query, theirTenant, MARK);
  foreign = {
    keyId: key.body.id,
    tenantKeyId: tenantKey.body.id,
    webhookId: webhook.body.id,
    deliveryId: delivery.body.id,
    tenantId: theirTenant,
    extId: extension.body.id,
    groupId: group.body.id,
    scheduleId: schedule.body.id,
    numberListId: list.body.id,
    entryId: entry.body.id,
    flowId: flow.body.id,
    flowTemplateId: template.body.id,
    versionId,
    didId: did,
    userId: user.body.id,
    callId,
    contactId: contact.body.id,
    mailboxId,
    voicemailId,
    recordingId,
    mediaId,
    serviceCallId,
    profileId,
    tableId,
    rateImportId,
    wholesaleTableId,
    wholesaleImportId,
    ...wholesaleIds,
    invoiceId,
    creditNoteId,
    adjustmentId,
    tripId,
    cardId,
    cardPaymentId,
    paymentId,
    refundId,
    // the operator's: a partner gets 403 for these, wherever they point
    partnerId: theirs,
    trunkId: newId(),
    sessionId: await sessionOf(stranger.id),
  };
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

async function sessionOf(userId: string): Promise<string> {
  const [row] = await app.query<{ id: string }>('select id from sessions where user_id = $1', [userId]);
  return row!.id;
}

type Operation = { method: string; path: string; names: string[]; scope: string };

const operations = (): Operation[] =>
  app.app.endpoints.map(({ method, path, scope }) => ({
    method,
    path: `/api/v1${path}`,
    names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
    scope,
  }));

const fill = (path: string, ids: Record<string, string>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
const bodyFor = (method: string) => (method === 'GET' ? undefined : {});
const comparable = ({ status, body }: { status: number; body: any }) => ({ status, body: { ...body, requestId: '' } });

describe('routes', () => {
  it('are all described, with parameters that this test knows', () => {
    expect(operations().length).toBeGreaterThan(30);
    for (const { method, path, names } of operations()) {
      for (const name of names) {
        expect(
          Object.keys(foreign),
          `${method} ${path}: make one of another partner’s, and add its id to \`foreign\``,
        ).toContain(name);
      }
    }
  });

  it('are requested with ids of existing objects', async () => {
    // the operator's own, refused before anything is looked up
    const { trunkId: _trunk, ...real } = foreign;
    const columns = await app.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = 'public' and udt_name = 'uuid' and column_name in ('id', 'session_id')`,
    );
    for (const [name, id] of Object.entries(real)) {
      const found = await Promise.all(
        columns.map(({ table, column }) => app.query(`select from "${table}" where "${column}" = $1`, [id])),
      );
      expect(found.flat().length, `${name} in \`foreign\` names nothing that exists`).toBeGreaterThan(0);
    }
  });

  it('respond with 401 without a session, except the public ones', async () => {
    for (const { method, path, scope } of operations()) {
      const { status } = await app.nobody(method, fill(path, foreign), bodyFor(method));
      if (scope === 'nobody') expect(status, `${method} ${path}`).not.toBe(500);
      else expect(status, `${method} ${path}`).toBe(401);
    }
  });

  it('respond for another partner’s objects exactly as for missing ones', async () => {
    for (const { method, path, names } of operations().filter((operation) => operation.names.length > 0)) {
      const absent = Object.fromEntries(names.map((name) => [name, newId()]));
      for (const [role, person] of Object.entries(people)) {
        // the operator's own routes are about everybody's
        if (role === 'operator' && path.startsWith('/api/v1/operator/')) continue;
        const theirs = await person.call(method, fill(path, foreign), bodyFor(method));
        const none = await person.call(method, fill(path, absent), bodyFor(method));
        expect(comparable(theirs), `${role}: ${method} ${path}`).toEqual(comparable(none));
        expect([403, 404], `${role}: ${method} ${path}`).toContain(theirs.status);
      }
    }
  });

  it('find no foreign object under the user’s own tenant', async () => {
    for (const { method, path } of operations().filter(({ names }) => names[0] === 'tenantId' && names.length > 1)) {
      for (const role of ['admin', 'tenantAdmin', 'partnerKey', 'chosenKey', 'tenantKey'] as const) {
        const { status } = await people[role].call(
          method,
          fill(path, { ...foreign, tenantId: ownTenant }),
          bodyFor(method),
        );
        expect([403, 404], `${role}: ${method} ${path}`).toContain(status);
      }
    }
  });

  it('refuse a tenant’s users and keys, and a key for other tenants, in a sibling tenant', async () => {
    for (const { method, path } of operations().filter(({ names }) => names.includes('tenantId'))) {
      for (const role of ['tenantAdmin', 'tenantUser', 'tenantKey', 'chosenKey'] as const) {
        const { status } = await people[role].call(
          method,
          fill(path, { ...foreign, tenantId: siblingTenant }),
          bodyFor(method),
        );
        expect([403, 404], `${role}: ${method} ${path}`).toContain(status);
      }
    }
  });

  it('let a read-only partner user change nothing and see no secret', async () => {
    // the own account is everybody's own to change
    const reads = (path: string) =>
      /\/(preview|test-runs)$|\/invitations\/|\/v1\/(session|sessions|password-resets)(\/|$)/.test(path);
    for (const { method, path } of operations().filter(
      (operation) => operation.method !== 'GET' || operation.path.endsWith('/credentials'),
    )) {
      if (reads(path)) continue;
      const { status } = await people.viewer.call(
        method,
        fill(path, { ...foreign, tenantId: ownTenant }),
        bodyFor(method),
      );
      expect([403, 404], `${method} ${path}`).toContain(status);
    }
  });

  it('list nothing of another partner', async () => {
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

  it('show a test key nothing of its partner’s live tenants, and change nothing of them', async () => {
    const key = await programIn('test');
    for (const { id, method, path } of app.app.endpoints.filter((route) => route.scope !== 'nobody')) {
      const answer = await key(method, `/api/v1${fill(path, foreign)}`, bodyFor(method));
      // names its partner
      if (id === 'getOwnApiKey') continue;
      expect(answer.text, `${method} ${path}`).not.toContain(MARK);
      if (path.includes('{')) expect([401, 403, 404], `${method} ${path}`).toContain(answer.status);
      // with an empty body
      else if (method !== 'GET') expect([401, 403, 422], `${method} ${path}`).toContain(answer.status);
      expect(answer.text, `${method} ${path}`).not.toContain(foreign.tenantId);
    }
  });

  it('find nothing of a live tenant under a sandbox, with a test key', async () => {
    const key = await programIn('test');
    for (const { method, path } of operations().filter(({ names }) => names[0] === 'tenantId' && names.length > 1)) {
      const { status } = await key(method, fill(path, { ...foreign, tenantId: sandbox }), bodyFor(method));
      expect([401, 403, 404], `${method} ${path}`).toContain(status);
    }
  });

  it('show a live key nothing of its partner’s sandboxes', async () => {
    const key = await programIn('live');
    for (const { method, path } of app.app.endpoints.filter((route) => route.scope !== 'nobody')) {
      const answer = await key(method, `/api/v1${fill(path, { ...foreign, tenantId: sandbox })}`, bodyFor(method));
      if (path.includes('{tenantId}') && !path.startsWith('/operator/'))
        expect([401, 403, 404], `${method} ${path}`).toContain(answer.status);
      expect(answer.text, `${method} ${path}`).not.toContain(sandbox);
    }
  });

  it('refuse a tenant admin every field that only the partner may change', async () => {
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

  it('give the same response for another partner’s tenant id, prefix and name', async () => {
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

  it('has forced row-level security on every table', async () => {
    const found = await tables();
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter(({ forced, enabled, name }) => !(forced && enabled) && name !== 'public.migrations')).toEqual(
      [],
    );
  });

  it.each(['app', 'worker'] as const)(
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

  it('lets the application change no prefix, creation date or partner', async () => {
    for (const column of ['sip_prefix', 'created_at', 'partner_id', 'id']) {
      const change = inContext(app.db, { tenantId: ownTenant }, (tx) =>
        sql.raw(`update tenants set ${column} = ${column}`).execute(tx),
      );
      await expect(change, column).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('does not carry one transaction’s context into the next on the same connection', async () => {
    const [mine] = await app.query<{ id: string; partner_id: string }>(
      'select id, partner_id from tenants where id = $1',
      [ownTenant],
    );
    const contexts = [{ tenantId: ownTenant }, { tenantId: foreign.tenantId! }, { partnerId: mine!.partner_id }, {}];
    const seen = await Promise.all(
      Array.from({ length: 2000 }, (_, n) =>
        inContext(app.db, contexts[n % contexts.length]!, async (tx) =>
          (await tx.selectFrom('tenants').select('id').execute()).map(({ id }) => id).toSorted(),
        ),
      ),
    );
    const expected = [[ownTenant], [foreign.tenantId!], [ownTenant, siblingTenant].toSorted(), []];
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
