import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { INITIAL_RULES } from '../fraud/rules.ts';
import { SAFE_RULES } from '../outbound/rules.ts';
import { TENANT_SORTS } from './contract.ts';

let app: TestApp;
let admin: ApiUser;
let other: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Mine') });
  other = await app.user('partner_admin', { partnerId: await app.partner('Theirs') });
});
afterAll(() => app.close());

const create = (sipPrefix: string, more: object = {}, by = admin) =>
  by.call('POST', '/tenants', { name: `Tenant ${sipPrefix}`, sipPrefix, ...more });

describe('a new tenant', () => {
  test('is TRIAL by default, and lists its legal transitions', async () => {
    const { status, body, headers } = await create('fresh');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'TRIAL',
      usersCount: 0,
      version: 1,
      allowed: ['ACTIVE', 'SUSPENDED', 'CANCELLED'],
    });
    expect(headers.etag).toBe('"1"');
  });

  test('is recorded in the trail with all of its initial values', async () => {
    const given = {
      status: 'SUSPENDED',
      billingEmail: 'pay@born.example',
      defaultCnam: 'BORN',
      timezone: 'Asia/Kolkata',
      e911Address: { street: '1 Main St', city: 'Troy', state: 'NY', postalCode: '12180', country: 'US' },
    };
    const { body: tenant } = await create('born', { ...given, limits: { maxDids: 3 } });
    const [event] = (await admin.call('GET', `/audit-events?tenantId=${tenant.id}`)).body.items;
    const read = (await admin.call('GET', `/tenants/${tenant.id}/limits`)).body;
    const { version: _, spendCurrency: _any, cycleInOtherCurrency: _none, ...billed } = read;
    const { monthlyFees: _fees, feesReachSpend: _reach, ...limits } = billed;
    expect(event).toMatchObject({ action: 'tenant.created', before: null });
    expect(event.after).toEqual({
      ...given,
      name: tenant.name,
      sipPrefix: 'born',
      sandbox: false,
      suspensionReasons: ['manual'],
      billingProfileId: null,
      externalId: null,
      metadata: {},
      defaultsVersion: 0,
      limits,
      outboundPermissions: SAFE_RULES,
      fraudRules: INITIAL_RULES,
    });
  });

  test('that becomes ACTIVE for the first time is recorded as activated', async () => {
    const { body: tenant } = await create('paying');
    await admin.call('PATCH', `/tenants/${tenant.id}`, { status: 'ACTIVE' });
    const [event] = (await admin.call('GET', `/audit-events?tenantId=${tenant.id}`)).body.items;
    expect(event).toMatchObject({
      action: 'tenant.activated',
      before: { status: 'TRIAL' },
      after: { status: 'ACTIVE', suspensionReasons: [] },
    });
  });

  test('cannot have a prefix that any tenant has or had', async () => {
    await create('taken', {}, other);
    expect((await create('taken')).body).toMatchObject({
      code: 'prefix_taken',
      status: 409,
      errors: [{ path: 'sipPrefix' }],
    });
    expect((await admin.call('GET', '/tenants/prefix-suggestion?name=Taken')).body).toEqual({ sipPrefix: 'taken2' });
  });

  test.each([
    ['no', '2 letters'],
    ['1abc', 'begins with a digit'],
    ['with-hyphen', 'a hyphen'],
    ['Capital', 'a capital'],
    ['a'.repeat(13), '13 letters'],
  ])('refuses the prefix %s (%s)', async (sipPrefix) => {
    const { status, body } = await create(sipPrefix);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ path: 'sipPrefix', message: expect.any(String) }]);
  });

  test.each([
    [{ timezone: '+02:00' }, 'timezone'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ defaultCnam: 'SIXTEEN LETTERS!' }, 'defaultCnam'],
    [{ billingEmail: 'not an address' }, 'billingEmail'],
    [
      { e911Address: { street: '1 Main St', city: '', state: 'NY', postalCode: '10001', country: 'US' } },
      'e911Address.city',
    ],
    [{ status: 'CANCELLED' }, 'status'],
    [{ surprise: 1 }, 'surprise'],
    [{ name: 'x'.repeat(10_000) }, 'name'],
    [{ name: ' \t\u00a0 ' }, 'name'],
    [{ name: 'Bell\u0007' }, 'name'],
    [{ name: 'Right to left\u202e' }, 'name'],
    [{ name: 'Two\nlines' }, 'name'],
    [{ name: '\u3164' }, 'name'],
    [{ defaultCnam: 'BA\nKERY' }, 'defaultCnam'],
  ])('names the field that is wrong: %o', async (field, path) => {
    const { status, body } = await create('bad', field);
    expect(status).toBe(422);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  test('stores a time zone by its canonical name', async () => {
    const { status, body } = await create('zone', { timezone: 'us/eastern' });
    expect(status).toBe(201);
    expect(body.timezone).toBe('America/New_York');
  });
});

test('a name is stored as shown, and confirmed by typing it as shown', async () => {
  const { body: tenant } = await create('typed', { name: ' Cafe\u0301\t  de  la\u00a0Gare\r\n' });
  expect(tenant.name).toBe('Café de la Gare');
  const close = (confirmName: string) => admin.call('POST', `/tenants/${tenant.id}/cancel`, { confirmName });
  expect((await close('Café de la gare')).body.code).toBe('name_mismatch');
  expect((await close(' Café de  la Gare ')).body.status).toBe('CANCELLED');
});

describe('immutable fields', () => {
  test.each(['sipPrefix', 'createdAt', 'partnerId'])('%s is refused with any value', async (field) => {
    const { body: tenant } = await create(`never${field.slice(0, 3).toLowerCase()}`);
    const { status, body } = await admin.call('PATCH', `/tenants/${tenant.id}`, { [field]: tenant[field] ?? null });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'immutable', errors: [{ path: field }] });
  });
});

describe('an edit', () => {
  test('of a stale version is refused entirely', async () => {
    const { body: tenant } = await create('stale');
    expect((await admin.call('PATCH', `/tenants/${tenant.id}`, { name: 'First' }, { 'if-match': '"1"' })).status).toBe(
      200,
    );
    const second = await admin.call('PATCH', `/tenants/${tenant.id}`, { name: 'Second' }, { 'if-match': '"1"' });
    expect(second.body).toMatchObject({ code: 'stale_version', status: 412, version: 2 });
    expect((await admin.call('GET', `/tenants/${tenant.id}`)).body.name).toBe('First');
  });

  test('without changes creates no version and no audit row, and a status reactivates a cancelled tenant', async () => {
    const e911Address = {
      street: '1 Main St',
      unit: '2',
      city: 'Troy',
      state: 'NY',
      postalCode: '12180',
      country: 'US',
    };
    const { body: tenant } = await create('same', { status: 'ACTIVE', e911Address });
    const { name, billingEmail, defaultCnam, timezone, billingProfileId, status } = tenant;
    const all = { name, billingEmail, defaultCnam, timezone, billingProfileId, e911Address, status };
    const path = `/tenants/${tenant.id}`;
    expect((await admin.call('PATCH', path, all)).body.version).toBe(1);
    const { body } = await admin.call('GET', `/audit-events?tenantId=${tenant.id}`);
    expect(body.items.map((event: { action: string }) => event.action)).toEqual(['tenant.created']);
    await admin.call('POST', `${path}/cancel`, { confirmName: name });
    expect((await admin.call('PATCH', path, all)).body).toMatchObject({ status: 'ACTIVE', version: 3 });
  });

  test('to CANCELLED requires the name like a deletion', async () => {
    const { body: tenant } = await create('closing');
    const path = `/tenants/${tenant.id}`;
    expect((await admin.call('PATCH', path, { status: 'CANCELLED' })).body.code).toBe('name_mismatch');
    expect((await admin.call('PATCH', path, { status: 'CANCELLED', confirmName: tenant.name })).body.status).toBe(
      'CANCELLED',
    );
    expect((await admin.call('PATCH', path, { name: 'Other' })).body.code).toBe('tenant_cancelled');
    const { body: back } = await admin.call('POST', `${path}/reactivate`, {});
    expect(back.tenant).toMatchObject({ status: 'TRIAL', purgeAt: null });
  });
});

test('a plain user of a tenant reads its name, status and time zone, and no email, address or reason', async () => {
  const more = { status: 'ACTIVE', billingEmail: 'pay@plain.example', timezone: 'Asia/Kolkata' };
  const { id, name } = (await create('plain', more)).body;
  const user = await app.user('tenant_user', { tenantId: id });
  const { status, timezone } = more;
  expect((await user.call('GET', `/tenants/${id}`)).body).toEqual({ id, name, status, timezone, sandbox: false });
});

describe('an Idempotency-Key', () => {
  test('has one effect however often it is sent, and byte-identical responses', async () => {
    const send = () =>
      admin.call('POST', '/tenants', { name: 'Once', sipPrefix: 'onlyonce' }, { 'idempotency-key': 'k1' });
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    const done = answers.filter(({ status }) => status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(answer.body.code).toBe('idempotency_running');
    const again = await send();
    expect(again.text).toBe(done[0]!.text);
    for (const header of ['content-type', 'etag']) expect(again.headers[header]).toBe(done[0]!.headers[header]);
    const other = await admin.call(
      'POST',
      '/tenants',
      { name: 'Twice', sipPrefix: 'onlytwice' },
      { 'idempotency-key': 'k1' },
    );
    expect(other.body).toMatchObject({ code: 'idempotency_mismatch', status: 422 });
  });

  test('repeats its response after later changes of the tenant; a request without a key is refused normally', async () => {
    const { body: tenant } = await create('retried', { status: 'ACTIVE' });
    const path = `/tenants/${tenant.id}`;
    const add = (key: string, body: object = { number: '101', name: 'Desk' }) =>
      admin.call('POST', `${path}/extensions`, body, { 'idempotency-key': key });
    const added = await add('add');
    await admin.call('POST', `${path}/suspend`, {});
    expect((await add('add')).text).toBe(added.text);
    expect((await add('other')).body.code).toBe('tenant_suspended');

    const [did] = (await admin.call('POST', '/dids', { numbers: ['+12025554001'] })).body.added;
    const at = `/dids/${did.id}/assign`;
    const assign = (key: string, body: object = { tenantId: tenant.id }) =>
      admin.call('POST', at, body, { 'idempotency-key': key });
    const assigned = await assign('assign');
    expect(assigned.status).toBe(200);
    await app.query('delete from dids where id = $1', [did.id]);
    expect((await assign('assign')).text).toBe(assigned.text);
    expect((await assign('assign', {})).body.code).toBe('idempotency_mismatch');
    for (const key of ['other', 'x'.repeat(256)]) expect((await assign(key, {})).status).toBe(404);
    expect((await add('x'.repeat(256))).body.code).toBe('invalid');
  });

  test('is a new request after a day, with its own response headers', async () => {
    const { body: tenant } = await create('nextday', { status: 'ACTIVE' });
    const suspend = (reason: string) =>
      admin.call('POST', `/tenants/${tenant.id}/suspend`, { reason }, { 'idempotency-key': 'daily' });
    expect((await suspend('manual')).headers.etag).toBe('"2"');
    await app.query("update idempotency_keys set created_at = created_at - interval '1 day' where key = 'daily'");
    expect((await suspend('fraud')).headers.etag).toBe('"3"');
    expect((await suspend('fraud')).headers.etag).toBe('"3"');
  });
});

describe('the list', () => {
  let lister: ApiUser;
  const NAMES = ['alpha', 'Beta', 'émile', 'Zoë', 'gamma', 'delta', 'Ärger', 'omega'];

  beforeAll(async () => {
    lister = await app.user('partner_admin', { partnerId: await app.partner('Lister') });
    for (const [n, name] of NAMES.entries()) {
      const status = n % 3 === 0 ? 'SUSPENDED' : 'ACTIVE';
      await create(`list${n}`, { name, status, billingEmail: `pay${n}@customer.example` }, lister);
    }
  });

  test('sorts names alphabetically, not by code point', async () => {
    const { body } = await lister.call('GET', '/tenants');
    expect(body.items.map((tenant: { name: string }) => tenant.name)).toEqual([
      'alpha',
      'Ärger',
      'Beta',
      'delta',
      'émile',
      'gamma',
      'omega',
      'Zoë',
    ]);
    expect(body.total).toBe(8);
  });

  test.each(TENANT_SORTS.flatMap((sort) => [sort, `-${sort}`]))(
    'walks through all by %s, page by page, none twice',
    async (sort) => {
      for (const search of ['', '&search=customer']) {
        const seen: string[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const { body } = await lister.call(
            'GET',
            `/tenants?sort=${sort}&limit=3${search}${cursor && `&cursor=${cursor}`}`,
          );
          seen.push(...body.items.map((tenant: { id: string }) => tenant.id));
          cursor = body.nextCursor;
        }
        expect(new Set(seen).size).toBe(8);
        expect(seen).toHaveLength(8);
      }
    },
  );

  test.each([
    ['MEG', ['omega']],
    ['pay3@', ['Zoë']],
    ['%', []],
    ['_', []],
    ['a', ['alpha', 'Ärger', 'Beta', 'delta', 'émile', 'gamma', 'omega', 'Zoë']],
  ])('finds by part of name or billing email: %s', async (search, names) => {
    const { body } = await lister.call('GET', `/tenants?search=${encodeURIComponent(search)}`);
    expect(body.items.map((tenant: { name: string }) => tenant.name)).toEqual(names);
    expect(body.total).toBe(names.length);
  });

  test('filters by status, with the right total', async () => {
    const { body } = await lister.call('GET', '/tenants?status=SUSPENDED,CANCELLED&limit=2');
    expect(body).toMatchObject({ total: 3, items: [{ status: 'SUSPENDED' }, { status: 'SUSPENDED' }] });
    const often = await lister.call('GET', '/tenants?status=SUSPENDED,SUSPENDED,SUSPENDED,SUSPENDED');
    expect([often.body.total, often.body.items.length]).toEqual([3, 3]);
  });

  test.each(['limit=0', 'limit=201', 'sort=password', 'status=GONE', 'cursor=nonsense'])(
    'refuses %s',
    async (query) => {
      expect((await lister.call('GET', `/tenants?${query}`)).status).toBe(422);
    },
  );

  test('is exported completely as CSV, and the export is audited', async () => {
    const { text, headers } = await lister.call('GET', '/tenants/export?sort=name');
    const lines = text.trim().split('\n');
    expect(headers['content-type']).toContain('text/csv');
    expect(lines).toHaveLength(9);
    expect(lines[1]).toMatch(/^alpha,list0,SUSPENDED,manual,pay0@customer\.example,/);
    const { body } = await lister.call('GET', '/audit-events?action=tenants.exported');
    expect(body.total).toBe(1);
  });
});

describe('limits edited with the rest of a tenant', () => {
  test('changes only the given limits, and refuses a stale version', async () => {
    const { body: tenant } = await admin.call('POST', '/tenants', { name: 'Limited', sipPrefix: 'limited' });
    const path = `/tenants/${tenant.id}`;
    const limits = async () => (await admin.call('GET', `${path}/limits`)).body;
    const seen = await limits();
    const change = (more: object) => admin.call('PATCH', path, { name: 'Limited 2', limits: { maxDids: 3, ...more } });
    expect((await change({ version: seen.version + 1 })).body.code).toBe('stale_version');
    expect((await admin.call('GET', path)).body.name).toBe('Limited');
    expect((await change({ version: seen.version })).status).toBe(200);
    expect(await limits()).toEqual({ ...seen, maxDids: 3, version: seen.version + 1 });
    expect((await admin.call('PATCH', path, { limits: { maxDids: -1 } })).body.errors).toMatchObject([
      { path: 'limits.maxDids' },
    ]);
  });
});
