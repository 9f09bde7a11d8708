import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiResponse, type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { newId } from '../platform/values/ids.ts';

let app: TestApp;
let admin: ApiUser['call'];
let tenant: TestTenant;
let path: string;

beforeAll(async () => {
  app = await createTestApp();
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
});
afterAll(() => app.close());
beforeEach(async () => {
  tenant = await createTenant(admin, { extensions: ['101', '102', '103'] });
  path = `${tenant.path}/groups`;
});

const refusal = ({ status, body }: ApiResponse) => `${status} ${body?.code ?? ''}`.trim();
const phone = (number: string) => ({ kind: 'extension', id: tenant.extensionId(number) });
const outside = (number = '+12025550177') => ({ kind: 'external', number });
const add = (more: object = {}, by = admin) =>
  by('POST', path, { number: '600', name: 'Sales', members: [phone('101'), phone('102')], ...more });
const events = (id: string) =>
  app.query<{ action: string; before: any; after: any }>(
    'select action, before, after from audit_events where target_id = $1 order by id',
    [id],
  );

test('can be added with defaults, read, changed, listed and deleted, and the audit trail names its members', async () => {
  const added = await add();
  const expected = {
    number: '600',
    name: 'Sales',
    strategy: 'all',
    members: [phone('101'), phone('102')],
    ringSeconds: 20,
    confirmOutside: true,
    fallback: { kind: 'none' },
    version: 1,
  };
  expect(added).toMatchObject({ status: 201, body: expected });
  const { id } = added.body;
  expect((await admin('GET', `${path}/${id}`)).body).toEqual(added.body);
  const members = [phone('103'), outside('(202) 555-0177'), phone('101')];
  const patch = { strategy: 'in_order', members, fallback: phone('102') };
  expect(refusal(await admin('PATCH', `${path}/${id}`, patch, { 'if-match': '"7"' }))).toBe('412 stale_version');
  const changed = await admin('PATCH', `${path}/${id}`, patch, { 'if-match': '"1"' });
  expect(changed.body).toMatchObject({ ...patch, members: [phone('103'), outside(), phone('101')], version: 2 });
  // the same again changes nothing
  expect((await admin('PATCH', `${path}/${id}`, patch)).body).toEqual(changed.body);
  expect((await admin('GET', `${path}?search=sal`)).body).toMatchObject({ total: 1, items: [changed.body] });
  expect((await admin('GET', `${path}?search=else`)).body).toMatchObject({ total: 0, items: [] });
  expect((await admin('DELETE', `${path}/${id}`)).status).toBe(204);
  expect(refusal(await admin('GET', `${path}/${id}`))).toBe('404 not_found');
  expect(await events(id)).toMatchObject([
    { action: 'group.created', after: { members: ['101 Phone 101', '102 Phone 102'], fallback: 'nowhere' } },
    {
      action: 'group.edited',
      before: { strategy: 'all', fallback: 'nowhere' },
      after: { members: ['103 Phone 103', '+12025550177', '101 Phone 101'], fallback: '102 Phone 102' },
    },
    { action: 'group.deleted', before: { number: '600' }, after: null },
  ]);
});

test('has a number that is unique in the tenant and isn’t an emergency number', async () => {
  await add();
  expect(refusal(await add())).toBe('409 number_taken');
  expect(await add({ number: '101' })).toMatchObject({
    status: 409,
    body: {
      code: 'number_taken',
      errors: [{ path: 'number', message: 'Taken by extension Phone 101. Choose another.' }],
    },
  });
  const extension = await admin('POST', `${tenant.path}/extensions`, { number: '600', name: 'Desk' });
  expect(extension.body).toMatchObject({ code: 'number_taken', detail: '600 is the number of group Sales.' });
  expect(refusal(await add({ number: '911' }))).toBe('422 reserved_number');
  const other = (await add({ number: '601' })).body;
  expect(refusal(await admin('PATCH', `${path}/${other.id}`, { number: '600' }))).toBe('409 number_taken');
  expect((await admin('PATCH', `${path}/${other.id}`, { number: '602' })).body).toMatchObject({ number: '602' });
});

test('when two requests want the same number at once, one gets it', async () => {
  const requests = [
    add(),
    add(),
    ...[1, 2].map(() => admin('POST', `${tenant.path}/extensions`, { number: '600', name: 'Desk' })),
  ];
  const answers = (await Promise.all(requests)).map(refusal);
  expect(answers.toSorted()).toEqual(['201', '409 number_taken', '409 number_taken', '409 number_taken']);
});

test('a group’s members and fallback must be valid, and must belong to the same tenant', async () => {
  const other = await createTenant(admin, { extensions: ['101'] });
  const foreign = { kind: 'extension', id: other.extensionId('101') };
  const { id } = (await add({ number: '601' })).body;
  for (const [more, at] of [
    [{ members: [] }, 'members'],
    [{ members: [phone('101'), foreign] }, 'members.1.id'],
    [{ members: [phone('101'), phone('101')] }, 'members.1.id'],
    [{ members: [outside(), outside('202-555-0177')] }, 'members.1.number'],
    [{ members: [{ kind: 'group', id }] }, 'members.0.kind'],
    [{ members: [outside('911')] }, 'members.0.number'],
    [{ fallback: foreign }, 'fallback.id'],
    [{ fallback: { kind: 'group', id: newId() } }, 'fallback.id'],
    [{ fallback: { kind: 'mailbox', id: newId() } }, 'fallback.id'],
    [{ ringSeconds: 2 }, 'ringSeconds'],
    [{ strategy: 'random' }, 'strategy'],
  ] as const) {
    const answer = await add(more);
    expect(answer, JSON.stringify(more)).toMatchObject({ status: 422, body: { errors: [{ path: at }] } });
  }
  const abroad = await add({ members: [outside('+442079460958')] });
  expect(abroad).toMatchObject({
    status: 409,
    body: { code: 'not_permitted', errors: [{ path: 'members.0.number' }] },
  });
  const itself = await admin('PATCH', `${path}/${id}`, { fallback: { kind: 'group', id } });
  expect(itself).toMatchObject({ status: 422, body: { errors: [{ path: 'fallback.id' }] } });
});

test('what leads to a target is listed before its deletion, and cleared by it', async () => {
  const [one, two] = [(await add()).body, (await add({ number: '601', name: 'Support', fallback: phone('101') })).body];
  await admin('PATCH', `${path}/${two.id}`, { fallback: { kind: 'group', id: one.id } });
  await admin('PATCH', `${path}/${one.id}`, { fallback: phone('101') });
  const forwarding = `${tenant.path}/extensions/${tenant.extensionId('103')}/forwarding`;
  await admin('PUT', forwarding, { busy: phone('101'), always: { kind: 'group', id: one.id } });
  const { body } = await admin('POST', '/dids', { numbers: ['+12125550101'] });
  const did = body.added[0].id as string;
  await admin('POST', `/dids/${did}/assign`, { tenantId: tenant.id });
  await admin('PATCH', `${tenant.path}/dids/${did}`, { routing: phone('101') });

  const uses = async (target: { kind: string; id: string }) =>
    (await admin('GET', `${tenant.path}/destination-uses?kind=${target.kind}&id=${target.id}`)).body.items;
  expect(await uses(phone('101'))).toEqual([
    { kind: 'number', name: '+12125550101' },
    { kind: 'forward', name: '103 Phone 103' },
    { kind: 'member', name: '600 Sales' },
    { kind: 'member', name: '601 Support' },
    { kind: 'fallback', name: '600 Sales' },
  ]);
  expect((await admin('DELETE', `${tenant.path}/extensions/${tenant.extensionId('101')}`)).status).toBe(204);
  expect((await admin('GET', `${tenant.path}/dids/${did}`)).body.routing).toEqual({ kind: 'none' });
  expect((await admin('GET', forwarding)).body).toMatchObject({ busy: null, always: { id: one.id }, version: 2 });
  expect((await admin('GET', `${path}/${one.id}`)).body).toMatchObject({
    members: [phone('102')],
    fallback: { kind: 'none' },
  });
  const [deleted] = (await events(tenant.extensionId('101'))).slice(-1);
  expect(deleted?.after).toEqual({
    unroutedNumbers: ['+12125550101'],
    endedForwards: ['103 Phone 103'],
    leftGroups: ['600 Sales', '601 Support'],
    groupsWithoutFallback: ['600 Sales'],
  });

  expect(await uses({ kind: 'group', id: one.id })).toEqual([
    { kind: 'forward', name: '103 Phone 103' },
    { kind: 'fallback', name: '601 Support' },
  ]);
  await admin('DELETE', `${path}/${one.id}`);
  expect((await admin('GET', forwarding)).body).toMatchObject({ always: null });
  expect((await admin('GET', `${path}/${two.id}`)).body).toMatchObject({ fallback: { kind: 'none' } });
});

test('uses of another tenant’s targets are never listed', async () => {
  await add();
  const stranger = await createTenant(admin);
  const target = `kind=extension&id=${tenant.extensionId('101')}`;
  expect((await admin('GET', `${stranger.path}/destination-uses?${target}`)).body).toEqual({ items: [] });
});

test('a tenant’s admin manages groups, and its ordinary users can’t', async () => {
  const own = (await app.user('tenant_admin', { tenantId: tenant.id })).call;
  const user = (await app.user('tenant_user', { tenantId: tenant.id })).call;
  expect((await add({}, own)).status).toBe(201);
  expect((await user('GET', path)).status).toBe(403);
  await admin('POST', `${tenant.path}/suspend`, {});
  expect(refusal(await add({ number: '601' }, own))).toBe('409 tenant_suspended');
});
