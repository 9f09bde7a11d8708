import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiResponse, type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';

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
  tenant = await createTenant(admin, { extensions: ['101', '102'] });
  path = `${tenant.path}/extensions/${tenant.extensionId('101')}/forwarding`;
});

const refusal = ({ status, body }: ApiResponse) => `${status} ${body?.code ?? ''}`.trim();
const phone = (number: string) => ({ kind: 'extension', id: tenant.extensionId(number) });
const outside = (number: string) => ({ kind: 'external', number });
const OFF = {
  always: null,
  busy: null,
  noAnswer: null,
  unreachable: null,
  noAnswerSeconds: 20,
  doNotDisturb: false,
  confirmOutside: false,
};

test('is off at first; the response can be sent back; omitted forwards are off again', async () => {
  expect((await admin('GET', path)).body).toEqual({ ...OFF, version: 0 });
  const settings = {
    ...OFF,
    busy: phone('102'),
    noAnswer: outside('(202) 555-0177'),
    unreachable: { kind: 'none' },
    noAnswerSeconds: 12,
    confirmOutside: true,
  };
  const stored = { ...settings, noAnswer: outside('+12025550177'), unreachable: null, version: 1 };
  expect(await admin('PUT', path, settings)).toMatchObject({ status: 200, body: stored });
  const read = (await admin('GET', path)).body;
  expect(read).toEqual(stored);
  expect((await admin('PUT', path, read)).body).toEqual(read);
  expect(refusal(await admin('PUT', path, OFF, { 'if-match': '"0"' }))).toBe('412 stale_version');
  expect((await admin('PUT', path, { doNotDisturb: true }, { 'if-match': '"1"' })).body).toEqual({
    ...OFF,
    doNotDisturb: true,
    version: 2,
  });
});

test('refuses another tenant’s targets, itself, and numbers that may not be called or lead straight back', async () => {
  const other = await createTenant(admin, { extensions: ['101'] });
  const { body } = await admin('POST', '/dids', { numbers: ['+12125550101', '+12125550102'] });
  const [own, foreign] = body.added;
  await admin('POST', `/dids/${own.id}/assign`, { tenantId: tenant.id });
  await admin('POST', `/dids/${foreign.id}/assign`, { tenantId: other.id });
  for (const [settings, at] of [
    [{ always: { kind: 'extension', id: other.extensionId('101') } }, 'always.id'],
    [{ busy: phone('101') }, 'busy.id'],
    [{ unreachable: outside(own.number) }, 'unreachable.number'],
    [{ noAnswer: outside('911') }, 'noAnswer.number'],
    [{ noAnswer: outside('9911') }, 'noAnswer.number'],
    [{ noAnswer: { kind: 'flow', id: phone('102').id } }, 'noAnswer.id'],
    [{ noAnswer: { kind: 'queue', id: phone('102').id } }, 'noAnswer.kind'],
    [{ noAnswerSeconds: 3 }, 'noAnswerSeconds'],
    [{ never: null }, 'never'],
  ] as const) {
    const answer = await admin('PUT', path, settings);
    expect(answer, JSON.stringify(settings)).toMatchObject({ status: 422, body: { errors: [{ path: at }] } });
  }
  expect(refusal(await admin('PUT', path, { always: outside('+19005550177') }))).toBe('409 not_permitted');
  // only a call can show whether another tenant's number leads back here
  expect((await admin('PUT', path, { always: outside(foreign.number) })).status).toBe(200);
  // a circle of extensions isn't refused
  await admin('PUT', path, { always: phone('102') });
  const back = `${tenant.path}/extensions/${tenant.extensionId('102')}/forwarding`;
  expect((await admin('PUT', back, { always: phone('101') })).status).toBe(200);
});

test('the audit trail names destinations, and the extension’s version doesn’t change', async () => {
  await admin('PUT', path, { always: phone('102') });
  await admin('PUT', path, { always: outside('+12025550177'), doNotDisturb: true });
  const trail = await app.query('select action, before, after from audit_events where target_id = $1 order by id', [
    tenant.extensionId('101'),
  ]);
  expect(trail.slice(1)).toEqual([
    { action: 'extension.forwarding_saved', before: { always: 'off' }, after: { always: '102 Phone 102' } },
    {
      action: 'extension.forwarding_saved',
      before: { always: '102 Phone 102', doNotDisturb: false },
      after: { always: '+12025550177', doNotDisturb: true },
    },
  ]);
  expect((await admin('GET', path.replace('/forwarding', ''))).body.version).toBe(1);
});

test('an ordinary user can set it for their own extension, and sees no other', async () => {
  const user = await app.user('tenant_user', { tenantId: tenant.id });
  expect(refusal(await user.call('GET', path))).toBe('404 not_found');
  await app.query('update users set extension_id = $2 where id = $1', [user.id, tenant.extensionId('101')]);
  expect(await user.call('PUT', path, { doNotDisturb: true })).toMatchObject({
    status: 200,
    body: { doNotDisturb: true },
  });
  const other = path.replace(tenant.extensionId('101'), tenant.extensionId('102'));
  expect(refusal(await user.call('PUT', other, { doNotDisturb: true }))).toBe('404 not_found');
});

test('call waiting is a field of the extension, on by default', async () => {
  const at = path.replace('/forwarding', '');
  expect((await admin('GET', at)).body.callWaiting).toBe(true);
  expect((await admin('PATCH', at, { callWaiting: false })).body.callWaiting).toBe(false);
});
