import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiResponse, type ApiUser, createTestApp, type TestApp } from '../app.ts';

/** The same steps for the four kinds of resources with external ids and metadata. */

let app: TestApp;
let admin: ApiUser;
let owner: ApiUser;
let stranger: ApiUser;
let partnerId: string;
let bakery: string;
let clinic: string;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  const tenant = async (sipPrefix: string): Promise<string> =>
    (await ok(admin, 'POST', '/tenants', { name: sipPrefix, sipPrefix, status: 'ACTIVE' })).id;
  [bakery, clinic] = [await tenant('bakery'), await tenant('clinic')];
  owner = await app.user('tenant_admin', { tenantId: bakery });
});
afterAll(() => app.close());

async function ok(by: ApiUser, method: string, path: string, body?: unknown): Promise<ApiResponse['body']> {
  const answer = await by.call(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

let made = 0;
type Data = { externalId?: string | null; metadata?: Record<string, string | null> | null };
type Noun = {
  /** Adds one; returns its id. */
  add: (data: Data, tenantId?: string) => Promise<ApiResponse>;
  list: string;
  one: (id: string) => string;
};
const nouns: Record<string, () => Noun> = {
  tenant: () => ({
    add: (data) => {
      const sipPrefix = `one${++made}`;
      return admin.call('POST', '/tenants', { name: sipPrefix, sipPrefix, ...data });
    },
    list: '/tenants',
    one: (id) => `/tenants/${id}`,
  }),
  extension: () => ({
    add: (data, tenantId = bakery) =>
      admin.call('POST', `/tenants/${tenantId}/extensions`, { number: String(1000 + ++made), name: 'Desk', ...data }),
    list: `/tenants/${bakery}/extensions`,
    one: (id) => `/tenants/${bakery}/extensions/${id}`,
  }),
  user: () => ({
    add: (data, tenantId = bakery) =>
      admin.call('POST', `/tenants/${tenantId}/users`, {
        email: `user${++made}@people.example`,
        name: 'Maria',
        role: 'tenant_user',
        ...data,
      }),
    list: `/tenants/${bakery}/users`,
    one: (id) => `/tenants/${bakery}/users/${id}`,
  }),
  'team member': () => ({
    add: (data) =>
      admin.call('POST', '/users', {
        email: `team${++made}@people.example`,
        name: 'Ann',
        role: 'partner_user',
        ...data,
      }),
    list: '/users',
    one: (id) => `/users/${id}`,
  }),
  'phone number': () => ({
    add: async (data) => {
      const { added } = await ok(admin, 'POST', '/dids', { numbers: [`+1212555${1000 + ++made}`] });
      return admin.call('PATCH', `/dids/${added[0].id}`, data);
    },
    list: '/dids',
    one: (id) => `/dids/${id}`,
  }),
};

describe.each(Object.entries(nouns))('a %s', (name, of) => {
  const id = (n: number): string => `${name.replaceAll(' ', '-')}-${n}`;

  test('has an external id and metadata, which can be found, merged and removed', async () => {
    const { add, list, one } = of();
    const { body } = await add({ externalId: id(1), metadata: { plan: 'gold', region: 'east: 1' } });
    await add({ metadata: { plan: 'silver' } });
    expect(body).toMatchObject({ externalId: id(1), metadata: { plan: 'gold', region: 'east: 1' } });
    expect(await ok(admin, 'GET', one(body.id))).toMatchObject({ externalId: id(1), metadata: { plan: 'gold' } });
    for (const query of [`externalId=${id(1)}`, 'metadata=plan:gold', 'metadata=region', 'metadata=region:east%3A 1']) {
      const found = await ok(admin, 'GET', `${list}?${query}`);
      expect(found, query).toMatchObject({ total: 1, items: [{ id: body.id, externalId: id(1) }] });
    }
    expect((await ok(admin, 'GET', `${list}?metadata=plan:gol`)).total).toBe(0);
    expect((await ok(admin, 'GET', `${list}?metadata=plan`)).total).toBe(2);

    const merged = await ok(admin, 'PATCH', one(body.id), { metadata: { plan: null, since: '2026' } });
    expect(merged).toMatchObject({ externalId: id(1), metadata: { region: 'east: 1', since: '2026' } });
    expect(merged.version).toBe(body.version + 1);
    expect(await ok(admin, 'PATCH', one(body.id), { metadata: { since: '2026' } })).toMatchObject({
      version: merged.version,
    });
    const cleared = await ok(admin, 'PATCH', one(body.id), { externalId: null, metadata: null });
    expect(cleared).toMatchObject({ externalId: null, metadata: {} });
  });

  test('refuses an external id in use by another object of its kind, and names that object', async () => {
    const { add, one } = of();
    const first = (await add({ externalId: id(2) })).body;
    const second = await add({ externalId: id(2) });
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'external_id_taken', holder: { id: first.id }, errors: [{ path: 'externalId' }] },
    });
    const third = (await add({ externalId: id(3) })).body;
    const taken = await admin.call('PATCH', one(third.id), { externalId: id(2) });
    expect(taken).toMatchObject({ status: 409, body: { code: 'external_id_taken' } });
    expect(await ok(admin, 'PATCH', one(first.id), { externalId: id(2) })).toMatchObject({ externalId: id(2) });
  });

  test.each([
    ['an empty id', { externalId: '' }, 'externalId'],
    ['an id with a space', { externalId: 'a b' }, 'externalId'],
    ['an id of 201 characters', { externalId: 'x'.repeat(201) }, 'externalId'],
    ['a key of 41 characters', { metadata: { ['k'.repeat(41)]: '1' } }, 'metadata'],
    ['a key that is no name', { metadata: { __proto: '1' } }, 'metadata'],
    ['a value of 501 characters', { metadata: { plan: 'x'.repeat(501) } }, 'metadata.plan'],
    ['a value that is no text', { metadata: { plan: 7 } }, 'metadata.plan'],
    ['51 keys', { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, '1'])) }, 'metadata'],
  ])('refuses %s', async (_, data, path) => {
    const { one, add } = of();
    const { id: known } = (await add({})).body;
    const answer = await admin.call('PATCH', one(known), data);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.errors[0].path.startsWith(path), answer.text).toBe(true);
  });

  test('has at most 50 keys of metadata, however they were added', async () => {
    const { one, add } = of();
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, '1']));
    const { id: known } = (await add({ metadata: fifty })).body;
    expect(await admin.call('PATCH', one(known), { metadata: { more: '1' } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'metadata' }] },
    });
    await ok(admin, 'PATCH', one(known), { metadata: { k0: null, more: '1' } });
  });
});

describe('a partner’s data', () => {
  test('is hidden from its tenants’ users in the object, lists and the audit trail, and they can’t change it', async () => {
    const secret = { externalId: 'crm-secret', metadata: { note: 'canary-4711' } };
    await ok(admin, 'PATCH', `/tenants/${bakery}`, secret);
    const { id: extension } = (await nouns.extension!().add({ externalId: 'crm-ext', metadata: secret.metadata })).body;
    const { added } = await ok(admin, 'POST', '/dids', { numbers: ['+12125559001'] });
    await ok(admin, 'POST', `/dids/${added[0].id}/assign`, { tenantId: bakery });
    await ok(admin, 'PATCH', `/dids/${added[0].id}`, { externalId: 'crm-did', metadata: secret.metadata });

    const paths = ['', '/extensions', `/extensions/${extension}`, '/users', '/dids', '/audit-events?limit=200'];
    for (const path of paths) {
      const { text } = await owner.call('GET', `/tenants/${bakery}${path}`);
      expect(text, path).not.toContain('canary-4711');
      expect(text, path).not.toContain('crm-');
      expect((await admin.call('GET', `/tenants/${bakery}${path}`)).text, path).toMatch(/canary-4711|user-3/);
    }
    expect((await ok(owner, 'GET', `/tenants/${bakery}/extensions?metadata=note`)).total).toBe(0);
    for (const [path, body] of [
      ['', { externalId: 'mine' }],
      [`/extensions/${extension}`, { metadata: { note: 'mine' } }],
    ] as const)
      expect((await owner.call('PATCH', `/tenants/${bakery}${path}`, body)).status, path).toBe(403);
    const added2 = { number: '7777', name: 'Hall', externalId: 'mine' };
    expect((await owner.call('POST', `/tenants/${bakery}/extensions`, added2)).status).toBe(403);
    // a change by the tenant keeps it
    await ok(owner, 'PATCH', `/tenants/${bakery}/extensions/${extension}`, { name: 'Hall' });
    expect(await ok(admin, 'GET', `/tenants/${bakery}/extensions/${extension}`)).toMatchObject({
      externalId: 'crm-ext',
      metadata: { note: 'canary-4711' },
    });
  });

  test('is separate from another partner’s: both can use the same external id', async () => {
    await nouns.extension!().add({ externalId: 'shared' });
    const tenant = await ok(stranger, 'POST', '/tenants', { name: 'Florist', sipPrefix: 'florist', status: 'ACTIVE' });
    const path = `/tenants/${tenant.id}/extensions`;
    await ok(stranger, 'POST', path, { number: '101', name: 'Desk', externalId: 'shared' });
    expect((await ok(stranger, 'GET', `${path}?externalId=shared`)).total).toBe(1);
  });

  test('has one external id across all of the partner’s tenants, and a key for chosen tenants doesn’t see whose it is', async () => {
    await nouns.extension!().add({ externalId: 'across' }, clinic);
    const again = await nouns.extension!().add({ externalId: 'across' });
    expect(again.body).toMatchObject({ code: 'external_id_taken', holder: { tenantId: clinic } });
    const scopes = ['extensions.write'];
    const { key: token } = await ok(admin, 'POST', '/api-keys', { name: 'CRM', scopes, tenantIds: [bakery] });
    const body = { number: '7001', name: 'Desk', externalId: 'across' };
    const answer = await app.program(token)('POST', `/tenants/${bakery}/extensions`, body);
    expect(answer.body).toMatchObject({ status: 409, code: 'external_id_taken', holder: null });
  });

  test('gives an external id to one of two objects that request it at once', async () => {
    const both = [clinic, bakery].map((tenantId) => nouns.extension!().add({ externalId: 'race' }, tenantId));
    expect((await Promise.all(both)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });

  test('frees an external id when its object is deleted', async () => {
    const { add, one } = nouns.extension!();
    const { id } = (await add({ externalId: 'freed' })).body;
    await ok(admin, 'DELETE', one(id));
    expect((await add({ externalId: 'freed' })).status).toBe(201);
  });

  test('is in the partner’s CSV, and an imported CSV of numbers can contain external ids', async () => {
    await ok(admin, 'PATCH', `/tenants/${clinic}`, { externalId: 'csv-1', metadata: { plan: 'a,b' } });
    const { text } = await admin.call('GET', '/tenants/export?externalId=csv-1');
    expect(text.trim().split(/\r?\n/)[1]).toContain(',csv-1,"{""plan"":""a,b""}"');

    const csv = [
      'Number,External ID',
      '+12125558001,did-1',
      '+12125558002,',
      '+12125558003,did-1',
      '+12125558004,no good',
      '+12125558010-+12125558011,did-2',
    ].join('\n');
    const dry = await ok(admin, 'POST', '/dids/import?dryRun=true', { csv });
    expect(dry.columns.map((column: { use: string }) => column.use)).toEqual(['numbers', 'externalId']);
    const done = await ok(admin, 'POST', '/dids/import', { csv });
    expect(done.added).toEqual(dry.added);
    expect(done.added).toEqual(['+12125558001', '+12125558002']);
    expect(done.refused.map(({ line, message }: { line: number; message: string }) => [line, message])).toEqual([
      [4, 'Another number has this external id.'],
      [5, 'External id: Use 1 to 200 letters, digits and signs, without spaces.'],
      [6, 'A range can’t have one external id for all of its numbers.'],
    ]);
    const again = await ok(admin, 'POST', '/dids/import', { csv });
    expect(again.refused.map(({ line, message }: { line: number; message: string }) => [line, message])).toEqual([
      [2, 'Already in your inventory.'],
      [3, 'Already in your inventory.'],
      [4, 'Another number has this external id.'],
      [5, 'External id: Use 1 to 200 letters, digits and signs, without spaces.'],
      [6, 'A range can’t have one external id for all of its numbers.'],
    ]);
    expect(await ok(admin, 'GET', '/dids?externalId=did-1')).toMatchObject({ items: [{ number: '+12125558001' }] });
  });

  test('of tenants can be combined with a search', async () => {
    await ok(admin, 'PATCH', `/tenants/${clinic}`, { metadata: { tier: '1' } });
    await ok(admin, 'PATCH', `/tenants/${bakery}`, { metadata: { tier: '1' } });
    expect(await ok(admin, 'GET', '/tenants?metadata=tier:1&search=clin')).toMatchObject({
      total: 1,
      items: [{ id: clinic }],
    });
    expect((await ok(admin, 'GET', '/tenants?metadata=tier:1&search=555-9001')).items).toMatchObject([{ id: bakery }]);
    expect((await ok(admin, 'GET', '/tenants?search=clin')).items).toMatchObject([{ metadata: { tier: '1' } }]);
  });
});
