import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { everyDay } from '../../test/schedules.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { requireUnused } from '../object-uses/object-uses.ts';
import { asTenant } from '../platform/db/db.ts';
import { openNow, schedulesFor } from './for-calls.ts';
import type { Hours } from './hours-contract.ts';
import { toggleByCode } from './override.ts';

let app: TestApp;
let admin: ApiUser['call'];
let tenant: TestTenant;
let path: string;
let partnerId: string;
let made = 0;

const office: Hours = { kind: 'spans', spans: [{ from: '09:00', to: '17:00' }] };
const by = { id: null, email: 'phone', role: 'extension', ip: null, requestId: null } as const;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
});
afterAll(() => app.close());
beforeEach(async () => {
  tenant = await createTenant(admin, { prefix: `bakery${++made}`, extensions: ['101'] });
  path = `${tenant.path}/schedules`;
  await app.query("update tenants set timezone = 'America/New_York' where id = $1", [tenant.id]);
});

const add = async (more: object = {}) => {
  const answer = await admin('POST', path, { name: 'Office', week: everyDay(office), ...more });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const within = <R>(work: Parameters<typeof asTenant<R>>[2]) => asTenant(app.db, tenant.id, work);
const openAt = (id: string, time: string) => within((tx) => openNow(tx, tenant.id, id, Date.parse(time)));

test('asks the rules of now, in the zone of now', async () => {
  const { id } = await add();
  expect(await openAt(id, '2026-11-30T14:30Z')).toBe(true);
  await app.query("update tenants set timezone = 'America/Los_Angeles' where id = $1", [tenant.id]);
  expect(await openAt(id, '2026-11-30T14:30Z')).toBe(false);
  await admin('PATCH', `${path}/${id}`, { week: everyDay({ kind: 'allDay' }) });
  expect(await openAt(id, '2026-11-30T14:30Z')).toBe(true);
  await admin('DELETE', `${path}/${id}`);
  expect(await openAt(id, '2026-11-30T14:30Z')).toBeNull();
});

test('stores a date as it was typed', async () => {
  const dates = { kind: 'date', date: '2026-12-25' };
  const { id } = await add({ holidays: [{ name: 'Christmas', dates, hours: { kind: 'closed' } }] });
  expect((await admin('GET', `${path}/${id}`)).body.holidays[0].dates).toEqual(dates);
});

test('switches until the hours change, and back', async () => {
  const { id, state } = await add();
  const there = `${path}/${id}`;
  const switched = await admin('PUT', `${there}/override`, { open: !state.open });
  expect(switched.body).toMatchObject({
    override: { open: !state.open, until: state.until },
    state: { open: !state.open, because: { kind: 'override' } },
  });
  await admin('DELETE', `${there}/override`);
  expect((await admin('GET', there)).body).toMatchObject({ override: null, state: { open: state.open } });
});

test('refuses an override that has ended, or ends years from now', async () => {
  const { id } = await add();
  for (const until of ['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z'])
    expect(await admin('PUT', `${path}/${id}/override`, { open: true, until })).toMatchObject({
      status: 422,
      body: { code: 'invalid', errors: [{ path: 'until' }] },
    });
});

test('is toggled by its code, of this tenant alone', async () => {
  const { id } = await add({ code: '1' });
  const toggle = (time: string, code = '1') =>
    within((tx) => toggleByCode(tx, by, { tenant: { id: tenant.id, partnerId }, code, now: new Date(time) }));
  // 16:59 in New York, and two minutes later
  expect(await toggle('2026-11-30T21:59Z')).toEqual({ open: false });
  expect(await openAt(id, '2026-11-30T21:59:30Z')).toBe(false);
  expect(await toggle('2026-11-30T22:01Z')).toEqual({ open: true });
  expect(await openAt(id, '2026-12-01T03:00Z')).toBe(true);
  expect(await toggle('2026-12-01T03:00Z')).toEqual({ open: false });
  expect(await openAt(id, '2026-12-01T14:30Z')).toBe(true);
  expect(await toggle('2026-12-01T03:00Z', '2')).toBeNull();
});

test('has a code that no other schedule of the tenant has', async () => {
  const { id } = await add({ code: '1' });
  const again = await admin('POST', path, { name: 'Shop', week: everyDay(office), code: '1' });
  expect([again.status, again.body.code]).toEqual([409, 'schedule_code_taken']);
  expect((await admin('PATCH', `${path}/${id}`, { code: '1', name: 'Other' })).status).toBe(200);
});

test('is not loaded for another tenant', async () => {
  const { id } = await add();
  expect([...(await within((tx) => schedulesFor(tx, tenant.id, [id]))).keys()]).toEqual([id]);
  const other = await createTenant(admin, { prefix: `other${made}`, extensions: ['101'] });
  expect((await asTenant(app.db, other.id, (tx) => schedulesFor(tx, other.id, [id]))).size).toBe(0);
});

test('names what uses it, and stays', async () => {
  const { id } = await add();
  const refused = within((tx) =>
    requireUnused(tx, id, [async () => ['Main line', 'Night'].map((name) => ({ kind: 'flow', id, name, used: id }))]),
  );
  await expect(refused).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining('the call flow Main line and the call flow Night'),
  });
});
