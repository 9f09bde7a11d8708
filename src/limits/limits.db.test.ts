import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';
import { SANDBOX_MAX } from '../sandbox/contract.ts';

let app: TestApp;
let admin: ApiUser;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Limits') });
});
afterAll(() => app.close());

const create = async (prefix: string, limits?: object): Promise<string> =>
  (await createTenant(admin.call, { prefix, fields: { ...(limits && { limits }) } })).id;

test('refuses the extension above the limit, even under concurrent adds', async () => {
  const id = await create('caps', { maxExtensions: 3 });
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      admin.call('POST', `/tenants/${id}/extensions`, { number: String(200 + n), name: `E${n}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(5);
  expect(refused[0]!.body).toMatchObject({ code: 'limit_reached', limit: 3, current: 3 });
  expect((await admin.call('GET', `/tenants/${id}`)).body.extensionsCount).toBe(3);
});

let addedNumbers = 0;
const newDids = async (count: number): Promise<string[]> => {
  const numbers = Array.from({ length: count }, () => `+1202556${String(1000 + addedNumbers++)}`);
  const { body } = await admin.call('POST', '/dids', { numbers });
  return body.added.map(({ id }: { id: string }) => id);
};

test('refuses the number above the limit on every path at once: one by one, as a selection, and by programs', async () => {
  const id = await create('alldids', { maxDids: 5 });
  const key = { name: 'CRM', scopes: ['numbers.write'], requestsPerMinute: 10_000 };
  const made = await admin.call('POST', '/api-keys', key);
  expect(made.status, made.text).toBe(201);
  const callers = [admin.call, app.program(made.body.key)];
  const didIds = await newDids(16);
  const bulks = [didIds.slice(0, 2), didIds.slice(2, 4), didIds.slice(4, 6)];
  const answers = await Promise.all([
    ...bulks.map((some, at) => callers[at % 2]?.('POST', '/dids/assign-many', { tenantId: id, didIds: some })),
    ...didIds.slice(6).map((didId, at) => callers[at % 2]?.('POST', `/dids/${didId}/assign`, { tenantId: id })),
  ]);
  const refused = answers.filter((answer) => answer?.status !== 200);
  expect(new Set(refused.map((answer) => `${answer?.status} ${answer?.body.code}`))).toEqual(
    new Set(['409 limit_reached']),
  );
  // for a single number the limit is used up if it is refused; a selection of numbers is refused as a whole
  const [count] = await app.query<{ n: number }>('select count(*)::int as n from dids where tenant_id = $1', [id]);
  expect(count).toEqual({ n: 5 });
  expect((await admin.call('GET', `/tenants/${id}`)).body.didsCount).toBe(5);
});

test('refuses the number above the limit while the limit is lowered and numbers come back', async () => {
  const id = await create('lowdids', { maxDids: 6 });
  const didIds = await newDids(9);
  const assign = (some: string[]) => admin.call('POST', '/dids/assign-many', { tenantId: id, didIds: some });
  expect((await assign(didIds.slice(0, 3))).status).toBe(200);
  const limits = (await admin.call('GET', `/tenants/${id}/limits`)).body;
  const [saved] = await Promise.all([
    admin.call('PUT', `/tenants/${id}/limits`, { ...limits, maxDids: 4 }),
    ...didIds.slice(3).map((didId) => admin.call('POST', `/dids/${didId}/assign`, { tenantId: id })),
  ]);
  expect(saved?.status).toBe(200);
  const had = (await admin.call('GET', `/tenants/${id}`)).body.didsCount;
  expect(had).toBeGreaterThanOrEqual(4);
  expect(had).toBeLessThanOrEqual(6);
  // a tenant keeps what it already has, even if it is cancelled and reactivated
  await admin.call('POST', `/tenants/${id}/cancel`, { confirmName: 'lowdids' });
  expect((await admin.call('POST', `/tenants/${id}/reactivate`, {})).status).toBe(200);
  expect((await admin.call('GET', `/tenants/${id}`)).body.didsCount).toBe(had);
  expect((await admin.call('POST', `/dids/${(await newDids(1))[0]}/assign`, { tenantId: id })).body.code).toBe(
    'limit_reached',
  );
});

test('a sandbox has no more extensions than every sandbox, even under concurrent adds', async () => {
  const { body: box } = await admin.call('POST', '/tenants', {
    name: 'Box',
    sipPrefix: 'limitbox',
    status: 'ACTIVE',
    sandbox: true,
  });
  const { extensions } = SANDBOX_MAX;
  const answers = await Promise.all(
    Array.from({ length: extensions + 4 }, (_, n) =>
      admin.call('POST', `/tenants/${box.id}/extensions`, { number: String(1000 + n), name: `E${n}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(extensions);
  expect(answers.filter(({ body }) => body.code === 'limit_reached')).toHaveLength(4);
});

test('treats 0 as none and null as unlimited, and a selection of numbers as all or nothing', async () => {
  const id = await create('numbers', { maxDids: 0 });
  const { body } = await admin.call('POST', '/dids', { numbers: ['+12025557001', '+12025557002'] });
  const didIds = body.added.map((did: { id: string }) => did.id);
  expect((await admin.call('POST', `/dids/${didIds[0]}/assign`, { tenantId: id })).body.code).toBe('limit_reached');
  const limits = (await admin.call('GET', `/tenants/${id}/limits`)).body;
  expect((await admin.call('PUT', `/tenants/${id}/limits`, { ...limits, maxDids: null })).status).toBe(200);
  expect((await admin.call('POST', `/dids/${didIds[0]}/assign`, { tenantId: id })).status).toBe(200);
});

test('a spend limit is at most as high as makes sense in its currency', async () => {
  const create = async (prefix: string, amount: string, currency: string) =>
    (await createTenant(admin.call, { prefix, fields: { limits: { monthlySpend: { amount, currency } } } })).id;
  const id = await create('dong', '30000000000', 'VND');
  expect((await admin.call('GET', `/tenants/${id}/limits`)).body.monthlySpend.amount).toBe('30000000000');
  const limits = (await admin.call('GET', `/tenants/${await create('dollar', '1', 'USD')}/limits`)).body;
  const high = { ...limits, monthlySpend: { amount: '30000000000', currency: 'USD' } };
  const refused = await admin.call('PUT', `/tenants/${id}/limits`, high);
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'monthlySpend.amount' }] } });
});

test('stores amounts exactly, and refuses a stale edit', async () => {
  const id = await create('money');
  const path = `/tenants/${id}/limits`;
  const first = await admin.call('GET', path);
  const spend = { amount: '249.90', currency: 'USD' };
  const saved = await admin.call(
    'PUT',
    path,
    { ...first.body, monthlySpend: spend },
    { 'if-match': String(first.headers.etag) },
  );
  expect(saved.body.monthlySpend).toEqual(spend);
  const second = await admin.call(
    'PUT',
    path,
    { ...first.body, maxDids: 5 },
    { 'if-match': String(first.headers.etag) },
  );
  expect(second.body.code).toBe('stale_version');
});

test('a new tenant gets the tenant defaults, and changing them later affects no tenant', async () => {
  const defaults = (await admin.call('GET', '/tenant-defaults')).body;
  const input = {
    ...defaults,
    suspensionBehavior: 'suspend',
    defaultLimits: { ...defaults.defaultLimits, maxExtensions: 7 },
  };
  expect((await admin.call('PUT', '/tenant-defaults', input)).status).toBe(200);
  const id = await create('born');
  await admin.call('PUT', '/tenant-defaults', {
    ...input,
    defaultLimits: { ...input.defaultLimits, maxExtensions: 9 },
  });
  expect((await admin.call('GET', `/tenants/${id}/limits`)).body).toMatchObject({
    maxExtensions: 7,
    autoSuspend: true,
  });
  expect((await admin.call('GET', `/tenants/${id}`)).body.defaultsVersion).toBe(1);
});

test('lists every tenant including cancelled ones, and searches by part of the name', async () => {
  const by = await app.user('partner_admin', { partnerId: await app.partner('Lister') });
  const id = (await by.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'listone' })).body.id;
  await by.call('POST', '/tenants', { name: 'Bank of 100 %', sipPrefix: 'listtwo', limits: { maxDids: 4 } });
  await by.call('POST', `/tenants/${id}/cancel`, { confirmName: 'Bakery' });
  const names = async (query: string) => {
    const { body } = await by.call('GET', `/limits?${query}`);
    expect(body.total).toBe(body.items.length);
    return body.items.map((item: { tenantName: string }) => item.tenantName);
  };
  expect(await names('')).toEqual(['Bakery', 'Bank of 100 %']);
  expect(await names('search=BAK')).toEqual(['Bakery']);
  expect(await names('search=0%20%25')).toEqual(['Bank of 100 %']);
  expect(await names('search=_')).toEqual([]);
  expect((await by.call('GET', '/limits')).body.items).toMatchObject([
    { tenantStatus: 'CANCELLED', maxDids: null },
    { tenantStatus: 'TRIAL', maxDids: 4, dids: 0 },
  ]);
});

test('lists the tenants that have reached a limit or its alert threshold', async () => {
  const by = await app.user('partner_admin', { partnerId: await app.partner('Front') });
  const over = async () => (await by.call('GET', '/partner/summary')).body.overLimit;
  const has = (prefix: string, extensions: number, dids = 0) =>
    app.query('update tenants set extensions_count = $2, dids_count = $3 where sip_prefix = $1', [prefix, extensions, dids]); // prettier-ignore
  const ids: Record<string, string> = {};
  for (const [sipPrefix, limits] of Object.entries({
    free: {},
    none: { maxDids: 0 },
    near: { maxExtensions: 10 },
    both: { maxExtensions: 10, maxDids: 10 },
  })) {
    ids[sipPrefix] = (await by.call('POST', '/tenants', { name: sipPrefix, sipPrefix, limits })).body.id;
  }
  expect(await over()).toEqual({ count: 0, tenants: [] });
  await has('free', 1000, 1000);
  await has('near', 7);
  await has('both', 8, 9);
  const both = { id: ids.both, name: 'both', limit: 'maxDids', current: 9, max: 10 };
  expect(await over()).toEqual({ count: 1, tenants: [both] });
  await has('near', 8);
  const near = { id: ids.near, name: 'near', limit: 'maxExtensions', current: 8, max: 10 };
  expect(await over()).toEqual({ count: 2, tenants: [both, near] });

  const limits = { ...(await by.call('GET', `/tenants/${ids.near}/limits`)).body, alertThresholdPercent: 81 };
  const save = (change: object) => by.call('PUT', `/tenants/${ids.near}/limits`, { ...limits, ...change });
  await save({});
  expect((await over()).count).toBe(1);
  await save({ maxExtensions: 4 });
  expect((await over()).tenants).toEqual([both, { ...near, max: 4 }]);
  await save({ maxExtensions: null });
  expect((await over()).count).toBe(1);
  await has('none', 0, 1);
  expect((await over()).tenants[1]).toMatchObject({ name: 'none', limit: 'maxDids', current: 1, max: 0 });
  await by.call('POST', `/tenants/${ids.both}/cancel`, { confirmName: 'both' });
  await has('both', 8, 9);
  expect((await over()).count).toBe(1);
});

test('says what the fees of a month come to, and whether they use up the spend limit', async () => {
  const terms = { monthlyFee: '20.00', extensionFee: '2.50', localNumberFee: '1.00', tollFreeNumberFee: '4.00' };
  const profile = await admin.call('POST', '/billing-profiles', { name: 'With fees', currency: 'USD', terms });
  const { id } = await createTenant(admin.call, {
    prefix: 'fees',
    extensions: ['101', '102'],
    fields: { billingProfileId: profile.body.id },
  });
  const numbers = ['+12025557101', '+12025557102', '+18005557103'];
  const { body } = await admin.call('POST', '/dids', { numbers });
  for (const did of body.added) await admin.call('POST', `/dids/${did.id}/assign`, { tenantId: id });
  const path = `/tenants/${id}/limits`;
  // 20.00, twice 2.50, twice 1.00 and 4.00
  const first = (await admin.call('GET', path)).body;
  expect(first).toMatchObject({ monthlyFees: { amount: '31.00', currency: 'USD' }, feesReachSpend: false });
  const saved = async (amount: string) =>
    (await admin.call('PUT', path, { ...first, monthlySpend: { amount, currency: 'USD' } })).body;
  expect(await saved('31.00')).toMatchObject({ feesReachSpend: true });
  expect(await saved('31.01')).toMatchObject({ feesReachSpend: false });
  expect((await admin.call('GET', `/tenants/${await create('without')}/limits`)).body).toMatchObject({
    monthlyFees: null,
    feesReachSpend: false,
  });
});
