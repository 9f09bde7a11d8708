import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixtures, type Fixtures } from '../../../test/fixtures.ts';
import { createExtension } from '../../extensions/extensions.ts';
import { asPartner, asTenant, inContext, type Tx } from '../../platform/db/db.ts';
import type { Actor, Caller } from '../../platform/http/caller.ts';
import { AppError } from '../../platform/http/errors.ts';
import { newId } from '../../platform/values/ids.ts';
import { listManifests } from '../../retention/manifests.ts';
import { TenantStatus } from '../../status/contract.ts';
import { TenantCreate } from '../contract.ts';
import { lacks911Address, RETENTION_MS } from '../rules.ts';
import { createTenant, editTenant } from '../tenants.ts';
import { cancelTenant, changeStatus, reactivateTenant, suspendTenant } from './lifecycle.ts';
import { previewTenant, summarizePartner } from './preview.ts';

let fixtures: Fixtures;
const now = new Date('2026-05-01T10:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

beforeAll(async () => {
  fixtures = await createFixtures();
});
afterAll(() => fixtures.close());

let made = 0;
const create = (more: Partial<TenantCreate> = {}) => {
  const n = ++made;
  const input = TenantCreate.parse({ name: `Tenant ${n}`, sipPrefix: `tenant${n}`, ...more });
  return asPartner(fixtures.db, fixtures.partnerId, (tx) =>
    createTenant(tx, fixtures.admin, { partnerId: fixtures.partnerId, input }),
  );
};
const within = <R>(tenantId: string, work: (tx: Tx) => Promise<R>) =>
  inContext(fixtures.db, { partnerId: fixtures.partnerId, tenantId }, work);
const move = (id: string, status: 'TRIAL' | 'ACTIVE' | 'SUSPENDED') =>
  within(id, (tx) => changeStatus(tx, fixtures.admin, { id, input: { status }, now }));
const cancel = (id: string, confirmName: string, at = now) =>
  within(id, (tx) => cancelTenant(tx, fixtures.admin, { id, confirmName, ifMatch: null, now: at }));
const reactivate = (id: string, at = now, input = {}, by: Actor = fixtures.admin) =>
  within(id, (tx) => reactivateTenant(tx, by, { id, input, now: at }));
const code = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

test('lists the tenants that can call 911 without an address, including suspended ones', async () => {
  const partnerId = newId();
  await fixtures.rows('insert into partners (id, name) values ($1, $2)', [partnerId, 'Another']);
  for (const status of ['TRIAL', 'ACTIVE', 'SUSPENDED'] as const) {
    const input = TenantCreate.parse({ name: status, sipPrefix: `reach${status.toLowerCase().slice(0, 6)}`, status });
    await asPartner(fixtures.db, partnerId, (tx) => createTenant(tx, fixtures.admin, { partnerId, input }));
  }
  const summary = () => asPartner(fixtures.db, partnerId, (tx) => summarizePartner(tx, partnerId, new Date()));
  expect((await summary()).without911).toEqual([]);
  await fixtures.rows('update tenants set extensions_count = 1 where partner_id = $1', [partnerId]);
  const named = (await summary()).without911.map(({ name }) => name);
  expect(named).toEqual(['TRIAL', 'ACTIVE', 'SUSPENDED']);
});

test('the home page counts the tenants without a 911 address that the list marks', async () => {
  const partnerId = newId();
  await fixtures.rows('insert into partners (id, name) values ($1, $2)', [partnerId, 'One truth']);
  const marked: string[] = [];
  let n = 0;
  for (const status of TenantStatus.options)
    for (const e911Address of [null, { street: '1 Main St' }])
      for (const extensionsCount of [0, 1])
        for (const sandbox of [false, true]) {
          const input = TenantCreate.parse({ name: `Tenant ${n}`, sipPrefix: `truth${n++}` });
          const { id } = await asPartner(fixtures.db, partnerId, (tx) =>
            createTenant(tx, fixtures.admin, { partnerId, input }),
          );
          await fixtures.rows(
            `update tenants set status = $2, suspension_reasons = case $2 when 'SUSPENDED' then '{manual}'::text[] else '{}' end,
               e911_address = $3, extensions_count = $4, sandbox = $5, cancelled_at = case $2 when 'CANCELLED' then now() end,
               purge_at = case $2 when 'CANCELLED' then now() + interval '90 days' end where id = $1`,
            [id, status, e911Address, extensionsCount, sandbox],
          );
          if (lacks911Address({ status, e911Address, extensionsCount, sandbox })) marked.push(id);
        }
  const { without911, without911Count } = await asPartner(fixtures.db, partnerId, (tx) =>
    summarizePartner(tx, partnerId, new Date()),
  );
  expect(without911.map(({ id }) => id).toSorted()).toEqual(marked.toSorted());
  expect(without911Count).toBe(marked.length);
});

describe('changing the status', () => {
  test('refuses an illegal transition and names the legal ones', async () => {
    const { id } = await create({ status: 'ACTIVE' });
    const refused = await move(id, 'TRIAL').catch((error: unknown) => error as AppError);
    expect(refused).toMatchObject({
      code: 'wrong_status',
      status: 409,
      extra: { allowed: ['SUSPENDED', 'CANCELLED'] },
    });
  });

  test('setting the current status changes nothing and adds no reason', async () => {
    const { id } = await create({ status: 'SUSPENDED' });
    await within(id, (tx) => suspendTenant(tx, fixtures.admin, id, { reason: 'fraud' }));
    const row = await move(id, 'SUSPENDED');
    expect(row.suspension_reasons).toEqual(['manual', 'fraud']);
  });

  test('returns from a suspension to TRIAL only if it was never ACTIVE', async () => {
    const trial = await create();
    await move(trial.id, 'SUSPENDED');
    expect((await reactivate(trial.id)).row.status).toBe('TRIAL');
    const active = await create({ status: 'ACTIVE' });
    await move(active.id, 'SUSPENDED');
    expect(await code(reactivate(active.id, now, { status: 'TRIAL' }))).toBe('wrong_status');
    expect((await reactivate(active.id)).row.status).toBe('ACTIVE');
  });

  test('suspending twice for the same reason changes nothing and leaves one audit row', async () => {
    const { id } = await create();
    await within(id, (tx) => suspendTenant(tx, fixtures.admin, id, { reason: 'past_due' }));
    const second = await within(id, (tx) => suspendTenant(tx, fixtures.admin, id, { reason: 'past_due' }));
    expect(second.suspension_reasons).toEqual(['past_due']);
    expect(await fixtures.auditActions(id)).toEqual(['tenant.created', 'tenant.suspended']);
  });

  test('is reactivated only when no reason is left', async () => {
    const { id } = await create({ status: 'ACTIVE' });
    for (const reason of ['manual', 'past_due'] as const)
      await within(id, (tx) => suspendTenant(tx, fixtures.admin, id, { reason }));
    expect((await reactivate(id, now, { reasons: ['manual'] })).row).toMatchObject({
      status: 'SUSPENDED',
      suspension_reasons: ['past_due'],
    });
    expect((await reactivate(id, now, { reasons: ['past_due'] })).row).toMatchObject({
      status: 'ACTIVE',
      suspension_reasons: [],
    });
  });

  test('lifting a missing reason changes nothing and leaves no audit row', async () => {
    const { id } = await create({ status: 'SUSPENDED' });
    const { row } = await reactivate(id, now, { reasons: ['fraud'] });
    expect(row).toMatchObject({ status: 'SUSPENDED', suspension_reasons: ['manual'], version: 1 });
    expect(await fixtures.auditActions(id)).toEqual(['tenant.created']);
  });

  test('only the operator lifts the operator’s reasons', async () => {
    const { id } = await create({ status: 'ACTIVE' });
    const operator: Actor = { ...fixtures.admin, role: 'operator' };
    await within(id, (tx) => suspendTenant(tx, operator, id, { reason: 'fraud' }));
    expect(await code(reactivate(id))).toBe('reason_kept');
    expect((await reactivate(id, now, {}, operator)).row.status).toBe('ACTIVE');
  });
});

test('a tenant admin’s change is refused if the suspension comes after the request was authorized', async () => {
  const { id } = await create({ status: 'ACTIVE' });
  const own: Caller = { ...fixtures.admin, role: 'tenant_admin' };
  const edit = () => within(id, (tx) => editTenant(tx, own, { id, patch: { defaultCnam: 'OWN' }, ifMatch: null, now }));
  expect(await code(edit())).toBe('done');
  await move(id, 'SUSPENDED');
  expect(await code(edit())).toBe('tenant_suspended');
  await cancel(id, `Tenant ${made}`);
  expect(await code(edit())).toBe('tenant_cancelled');
});

describe('cancelling and reactivating', () => {
  test('asks for the name exactly as shown', async () => {
    const { id, name } = await create();
    expect(await code(cancel(id, name.toUpperCase()))).toBe('name_mismatch');
    expect((await cancel(id, name)).status).toBe('CANCELLED');
  });

  test('drops registrations and releases numbers, and restores the numbers with their routing', async () => {
    const { id, name } = await create({ status: 'ACTIVE' });
    const extension = await asTenant(fixtures.db, id, (tx) =>
      createExtension(tx, fixtures.admin, {
        tenant: { id, partnerId: fixtures.partnerId },
        input: {
          number: '101',
          name: 'Front desk',
          ringSeconds: 25,
          voicemailEnabled: false,
          recordCalls: false,
          recordDirections: ['inbound'],
          outboundCallerIdDidId: null,
          callWaiting: true,
          inMenus: false,
          switchesSchedules: false,
          encryptedOnly: false,
          externalId: null,
          metadata: {},
        },
        secretKey: fixtures.secretKey,
      }),
    );
    const number = await fixtures.giveNumber(id, { kind: 'extension', id: extension.id });
    await fixtures.register(extension.sipUsername);
    expect(await within(id, (tx) => previewTenant(tx, id, 'cancel'))).toMatchObject({
      extensions: 1,
      registeredPhones: 1,
      dids: [number],
      without911: 1,
    });

    await fixtures.rows(
      `insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, node, channel_id)
       select gen_random_uuid(), $1, 'outbound', n = 1, '101', '911', 'n', 'c' from generate_series(1, 3) n`,
      [id],
    );
    expect(
      (await within(id, (tx) => previewTenant(tx, id, 'cancel'))).liveCalls,
      'nothing ends an emergency call',
    ).toBe(2);

    await cancel(id, name);
    expect((await within(id, (tx) => listManifests(tx, id))).items[0]!.content).toMatchObject({ liveCalls: 2 });
    expect(await fixtures.contacts(id)).toBe(0);
    expect(await fixtures.number(number)).toMatchObject({
      status: 'UNASSIGNED',
      tenant_id: null,
      last_tenant_name: name,
    });

    const back = await reactivate(id);
    expect(back).toMatchObject({ restoredDids: [number], lostDids: [] });
    expect(back.row).toMatchObject({ status: 'ACTIVE', dids_count: 1, cancelled_at: null, purge_at: null });
    expect(await fixtures.number(number)).toMatchObject({
      status: 'ASSIGNED',
      tenant_id: id,
      routing_target_id: extension.id,
    });
  });

  test('reports a number as lost that another tenant has meanwhile', async () => {
    const { id, name } = await create({ status: 'ACTIVE' });
    const number = await fixtures.giveNumber(id, { kind: 'none' });
    await cancel(id, name);
    const other = await create();
    await fixtures.assign(number, other.id);
    expect((await within(id, (tx) => previewTenant(tx, id, 'reactivate'))).lost).toEqual([number]);
    expect(await reactivate(id)).toMatchObject({ restoredDids: [], lostDids: [number] });
  });

  test('can be reactivated until the last millisecond of the 90 days and no later', async () => {
    const first = await create();
    await cancel(first.id, first.name);
    expect((await reactivate(first.id, later(RETENTION_MS - 1))).row.status).toBe('TRIAL');
    const second = await create();
    await cancel(second.id, second.name);
    expect(await code(reactivate(second.id, later(RETENTION_MS + 1000)))).toBe('window_over');
  });

  test('does nothing the second time', async () => {
    const { id, name } = await create();
    await cancel(id, name);
    const again = await cancel(id, name, later(5000));
    expect(again.cancelled_at).toEqual(now);
    expect(await fixtures.auditActions(id)).toEqual(['tenant.created', 'tenant.cancelled']);
  });
});
