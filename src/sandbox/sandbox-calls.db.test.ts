import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { phoneArrival } from '../../test/arrivals.ts';
import { registerPhone } from '../../test/contacts.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { trunkIdOf } from '../call-control/ari/dial-string.ts';
import { admit, reroute } from '../calls/admission/admission.ts';
import type { Decision, Target, NextHop } from '../calls/model/decision.ts';
import { routeWithoutDatabase } from '../calls/routing/without-database.ts';
import { newId } from '../platform/values/ids.ts';
import { SANDBOX_CALLER_ID, SANDBOX_TRUNK } from './rules.ts';

const OUTSIDE = '+13105550000';

let app: TestApp;
let box: TestTenant;
let live: TestTenant;
let groupId: string;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  const admin = (await app.user('partner_admin', { partnerId })).call;
  const extensions = ['101', '102', '103'];
  box = await createTenant(admin, { prefix: 'sandy', extensions, fields: { sandbox: true } });
  live = await createTenant(admin, { prefix: 'bakery', extensions });
  const group = await admin('POST', `${box.path}/groups`, {
    number: '600',
    name: 'All',
    members: [
      { kind: 'external', number: OUTSIDE },
      { kind: 'extension', id: box.extensionId('102') },
    ],
  });
  groupId = group.body.id;
  const forwards = await admin('PUT', `${box.path}/extensions/${box.extensionId('103')}/forwarding`, {
    always: { kind: 'external', number: OUTSIDE },
  });
  expect([group.status, forwards.status], group.text + forwards.text).toEqual([201, 200]);
  await app.query(
    `insert into dids (id, partner_id, tenant_id, number, status) values ($1, $2, $3, '+12125550101', 'ASSIGNED')`,
    [newId(), partnerId, live.id],
  );
  await app.query(
    `insert into trunks (id, name, host, match, emergency) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090', true)`,
    [newId()],
  );
  for (const { prefix } of [box, live])
    for (const number of extensions) await registerPhone(app.query, `${prefix}-${number}`);
});
afterAll(() => app.close());
beforeEach(() => app.query('delete from live_calls'));

const dial = (from: TestTenant, dialled: string): Promise<Decision> =>
  admit(app.db, 'node', phoneArrival(dialled, { channel: newId(), endpoint: `${from.prefix}-101`, tenantId: from.id }));

/** Reroutes a call between two phones of the sandbox. */
async function rerouteTo(to: NextHop['to']): Promise<Decision> {
  const call = await dial(box, '102');
  if (call.kind !== 'connect') throw new Error(JSON.stringify(call));
  const { facts, origin, path = [] } = call;
  const by = { extensionId: box.extensionId('102'), number: '102' };
  const party = { extensionId: facts.extensionId, number: facts.from };
  const journey = { facts, party, origin, path, at: facts.admittedAt, encryptedCaller: false };
  return reroute(app.db, { kind: 'onward', nextHop: { to, forwarded: { by, because: 'busy' } }, journey });
}

const targetsOf = (decision: Decision): Target[] =>
  decision.kind === 'connect' ? decision.attempts.flatMap(({ targets }) => targets) : [];
const trunksOf = (decision: Decision) =>
  targetsOf(decision).flatMap((target) => (target.kind === 'trunk' ? [target.trunkId] : []));

const dialled = (number: string): NextHop['to'] => ({ kind: 'dialled', number });
const transferred = (number: string): NextHop['to'] => ({
  kind: 'transfer',
  number,
  by: { extensionId: box.extensionId('102'), number: '102' },
});

test.each<[string, () => Promise<Decision>]>([
  ['a number that a phone dials', () => dial(box, '3105550000')],
  ['a service', () => dial(box, '411')],
  ['an extension that forwards outside', () => dial(box, '103')],
  ['a group with an outside member', () => dial(box, '600')],
  ['a destination outside', () => rerouteTo({ kind: 'external', number: OUTSIDE })],
  ['a group in the middle of the way', () => rerouteTo({ kind: 'group', id: groupId })],
  ['what a phone gives in a redirect', () => rerouteTo(dialled('3105550000'))],
  ['a transfer', () => rerouteTo(transferred('3105550000'))],
])('%s leads a call of a sandbox to the sandbox’s trunk and to no other', async (_, call) => {
  const decision = await call();
  expect(trunksOf(decision), JSON.stringify(decision)).toEqual([SANDBOX_TRUNK]);
  expect(await app.query('select from live_legs')).toEqual([]);
});

test('no other tenant’s call takes the sandbox’s trunk, and nobody without a tenant gets any', async () => {
  const decision = await dial(live, '3105550000');
  expect(trunksOf(decision)).toHaveLength(1);
  expect(trunksOf(decision)).not.toContain(SANDBOX_TRUNK);
  expect(await app.query('select from trunks_for_calls()')).toEqual([]);
});

test('a call out shows a number that is nobody’s, and is charged nothing', async () => {
  expect(await dial(box, '3105550000')).toMatchObject({
    facts: { from: SANDBOX_CALLER_ID, didId: null },
    attempts: [{ callerId: { number: SANDBOX_CALLER_ID } }],
  });
});

test.each(['911', '933', '112', '988'])('%s is announced and reaches nobody', async (number) => {
  expect(await dial(box, number)).toMatchObject({ kind: 'refuse', reason: 'sandbox_emergency' });
  expect(await rerouteTo(transferred(number))).toMatchObject({ kind: 'refuse', reason: 'sandbox_emergency' });
  expect(await app.query(`select emergency, reason from calls where to_number = '${number}'`)).toMatchObject(
    ['112'].includes(number) ? [] : [{ emergency: false, reason: 'sandbox_emergency' }],
  );
  expect(await app.query('select from emergency_calls')).toEqual([]);
  expect(await app.query(`select from queued_events where name = 'emergency.called'`)).toEqual([]);
  // and the same outside a sandbox
  expect(trunksOf(await dial(live, number))).toHaveLength(1);
  await app.query('delete from emergency_calls');
  await app.query(`delete from queued_events where name = 'emergency.called'`);
});

test('without the database too: the phone’s row names no trunk for 911', async () => {
  const [row] = await app.query<{ set_var: string }>(
    `select set_var from asterisk.ps_endpoints where id = '${box.prefix}-101'`,
  );
  const [, named = ''] = /EMERGENCY_TRUNK=([^;]*)/.exec(row?.set_var ?? '') ?? [];
  expect(named).toBe('sandbox');
  const arrival = phoneArrival('911', {
    tenantId: box.id,
    emergency: { trunkIds: [trunkIdOf(named) ?? []].flat(), callback: null, country: null },
  });
  expect(routeWithoutDatabase(arrival)).toMatchObject({ kind: 'refuse', reason: 'unavailable' });
});

test('the sixth call at once is refused, whatever number it dials', async () => {
  for (let n = 0; n < 5; n++) expect(await dial(box, '102')).toMatchObject({ kind: 'connect' });
  for (const number of ['102', '3105550000', '*97'])
    expect(await dial(box, number)).toMatchObject({ kind: 'refuse', reason: 'too_many_calls' });
  for (let n = 0; n < 6; n++) expect(await dial(live, '102')).toMatchObject({ kind: 'connect' });
});

test('calls get their trunks from one function: another one that reads them has to leave sandboxes out too', async () => {
  const readers = await app.query<{ proname: string }>(
    `select proname from pg_proc where pronamespace in ('public'::regnamespace, 'asterisk'::regnamespace)
     and prosrc ~ '(from|join) trunks' order by proname`,
  );
  expect(readers.map(({ proname }) => proname)).toEqual([
    // for emergency calls without call control: none for a sandbox, see above
    'emergency_variables',
    // a trunk's state, which no call uses
    'record_trunk_state',
    'trunks_for_calls',
    // the trunks that get OPTIONS
    'trunks_to_watch',
  ]);
});
