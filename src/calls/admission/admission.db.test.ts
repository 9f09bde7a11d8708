import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { callEnd } from '../../../test/call-facts.ts';
import { registerPhone } from '../../../test/contacts.ts';
import { createTenant, lockTenantRow, type TestTenant } from '../../../test/tenants.ts';
import { openDb, openPool } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Arrival, Connect, Decision, Refused } from '../model/decision.ts';
import { endLostCalls, saveEnd, saveProgress, saveRefusal, saveStart } from '../records/call-records.ts';
import { routeWithoutDatabase } from '../routing/without-database.ts';
import { CAUSE } from '../rules.ts';
import { admit, withoutService } from './admission.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser['call'];
let shop: TestTenant;
let other: TestTenant;
let dids: { low: string; high: string };

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
  shop = await newTenant('bakery', ['101', '102', '103']);
  other = await newTenant('florist', ['101', '555']);
  await setCaps(1_000_000, 1_000_000);
  dids = { low: await did('+12125550101', shop), high: await did('+12125550109', shop) };
  await app.query(`insert into trunks (id, name, host, match) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090')`, [
    newId(),
  ]);
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from live_calls');
  await app.query('delete from calls');
  await app.query('delete from asterisk.ps_contacts');
  await app.query(`update tenants set status = 'ACTIVE', suspension_reasons = '{}'`);
});

const newTenant = (prefix: string, extensions: string[]): Promise<TestTenant> =>
  createTenant(admin, { prefix, extensions, fields: { defaultCnam: prefix } });
/** The shop's limits on outside calls at once. */
const setCaps = (ofTenant: number, ofExtension: number) =>
  app.query(
    'update outbound_permissions set max_concurrent = $2, max_concurrent_per_extension = $3 where tenant_id = $1',
    [shop.id, ofTenant, ofExtension],
  );
async function did(number: string, of: TestTenant): Promise<string> {
  const id = newId();
  await app.query(`insert into dids (id, partner_id, tenant_id, number, status) values ($1, $2, $3, $4, 'ASSIGNED')`, [
    id,
    partnerId,
    of.id,
    number,
  ]);
  return id;
}
const register = (sipUsername: string, uri: string, seconds?: number) =>
  registerPhone(app.query, sipUsername, { uri, seconds });

const fromPhone = (dialled: string, of = shop, extension = '101'): Arrival =>
  phoneArrival(dialled, {
    channel: `channel-${newId()}`,
    endpoint: `${of.prefix}-${extension}`,
    tenantId: of.id,
    caller: { number: extension, name: '' },
    emergency: { trunkIds: ['of-the-row'], callback: '+12125550101', country: null },
  });
const fromCarrier = (number: string): Arrival => carrierArrival(number, { channel: `channel-${newId()}` });
const decide = (arrival: Arrival): Promise<Decision> => admit(app.db, 'node', arrival);
/** For many calls at once. On a busy machine the last of them may take longer than a caller would wait. */
const decideAmongMany = (arrival: Arrival): Promise<Decision> => admit(app.db, 'node', arrival, { withinMs: 60_000 });
async function connected(arrival: Arrival): Promise<Connect> {
  const decision = await decide(arrival);
  if (decision.kind !== 'connect') throw new Error(`not connected: ${JSON.stringify(decision)}`);
  return decision;
}
const liveRows = () => app.query<{ id: string }>('select * from live_calls');

describe('a decision', () => {
  test('rings an extension at its current contacts', async () => {
    await register('bakery-102', 'sip:102@127.0.0.1:5070^3Btransport=TCP');
    await register('bakery-102', 'sip:102@127.0.0.1:5071', -1);
    const arrival = fromPhone('102');
    const { facts, attempts } = await connected(arrival);
    const contact = 'sip:102@127.0.0.1:5070;transport=TCP';
    expect(attempts.map(({ targets }) => targets)).toMatchObject([
      [{ kind: 'contact', extension: { number: '102' }, sipUsername: 'bakery-102', contact, encrypted: false }],
    ]);
    expect(await liveRows()).toMatchObject([
      {
        id: facts.id,
        tenant_id: shop.id,
        direction: 'internal',
        from_number: '101',
        to_number: '102',
        node: 'node',
        channel_id: arrival.channel,
      },
    ]);
  });

  test('does not know an extension of another tenant', async () => {
    await register('florist-555', 'sip:555@127.0.0.1:5070');
    expect(await decide(fromPhone('555'))).toMatchObject({ kind: 'refuse', reason: 'unknown_number' });
    expect(await decide({ ...fromPhone('101', other, '555'), tenantId: shop.id })).toMatchObject({ kind: 'refuse' });
  });

  test('shows the extension’s number outside, or else the tenant’s lowest', async () => {
    expect((await connected(fromPhone('2125559999'))).attempts[0]?.callerId).toMatchObject({
      number: '+12125550101',
      name: 'bakery',
    });
    await app.query('update extensions set outbound_did_id = $1 where id = $2', [dids.high, shop.extensionId('103')]);
    expect((await connected(fromPhone('2125559999', shop, '103'))).attempts[0]?.callerId.number).toBe('+12125550109');
    expect(await decide(fromPhone('2125559999', other))).toMatchObject({ kind: 'refuse', reason: 'no_caller_id' });
  });

  test('routes a number to its extension, in every format that carriers write numbers in', async () => {
    await register('bakery-102', 'sip:102@127.0.0.1:5070');
    expect(await decide(fromCarrier('+12125550101'))).toMatchObject({ kind: 'refuse', reason: 'not_in_service' });
    await app.query(`update dids set routing_kind = 'extension', routing_target_id = $1 where id = $2`, [
      shop.extensionId('102'),
      dids.low,
    ]);
    for (const written of ['+12125550101', '12125550101', '2125550101']) {
      const { facts } = await connected(fromCarrier(written));
      expect(facts).toMatchObject({ tenantId: shop.id, direction: 'inbound', extensionId: shop.extensionId('102') });
    }
    expect(await decide(fromCarrier('+12125550999'))).toMatchObject({ kind: 'refuse', reason: 'not_ours' });
    expect(await decide(fromCarrier('911'))).toMatchObject({ kind: 'refuse', reason: 'not_ours' });
  });

  test('shows a caller’s name from the contacts, in every format that carriers write numbers in', async () => {
    await register('bakery-102', 'sip:102@127.0.0.1:5070');
    await app.query(`update dids set routing_kind = 'extension', routing_target_id = $1 where id = $2`, [
      shop.extensionId('102'),
      dids.low,
    ]);
    const add = (of: TestTenant, name: string, number: string) =>
      admin('POST', `${of.path}/contacts`, { name, numbers: [{ number }] });
    await add(shop, 'Maria Rossi', '(301) 555-0177');
    await add(other, 'Somebody else’s', '+13015550188');
    const shown = async (number: string, restricted = false) => {
      const caller = { number, name: 'WIRELESS CALLER' };
      const { attempts } = await connected({ ...fromCarrier('+12125550101'), caller, restricted });
      return attempts[0].callerId;
    };
    for (const written of ['+13015550177', '13015550177', '3015550177'])
      expect(await shown(written)).toMatchObject({ number: '+13015550177', name: 'Maria Rossi' });
    expect(await shown('+13015550188')).toMatchObject({ name: 'WIRELESS CALLER' });
    expect(await shown('anonymous')).toMatchObject({ name: 'WIRELESS CALLER' });
    expect(await shown('+13015550177', true)).toMatchObject({ name: 'WIRELESS CALLER', restricted: true });
  });

  test('rings the phone that called 911 by its callback number for an hour, even while SUSPENDED', async () => {
    await register('bakery-103', 'sip:103@127.0.0.1:5070');
    await app.query('update extensions set outbound_did_id = $1 where id = $2', [dids.high, shop.extensionId('103')]);
    await app.query(`update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}' where id = $1`, [
      shop.id,
    ]);
    const callback = () => decide(fromCarrier('+12125550109'));
    const { facts } = await connected(fromPhone('933', shop, '103'));
    expect(await callback()).toMatchObject({ reason: 'suspended' });
    await saveEnd(app.db, facts, callEnd());
    const emergency = await connected(fromPhone('911', shop, '103'));
    expect(await callback()).toMatchObject({ facts: { emergency: true, extensionId: shop.extensionId('103') } });
    const ended = async (ago: number) => {
      await saveEnd(app.db, emergency.facts, callEnd());
      await app.query(`update calls set ended_at = now() - $1 * interval '1 second' where id = $2`, [
        ago,
        emergency.facts.id,
      ]);
    };
    await ended(3590);
    expect(await callback()).toMatchObject({ kind: 'connect' });
    await ended(3610);
    expect(await callback()).toMatchObject({ reason: 'suspended' });
  });
});

describe('a refused call leaves one record with the reason', () => {
  const history = () =>
    app.query(
      'select id, direction, from_number, to_number, extension_id, did_id, reason, cause, answered_at from calls',
    );
  const suspend = (id: string) =>
    app.query(`update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}' where id = $1`, [id]);

  test.each([
    ['102', { direction: 'internal', from_number: '101', to_number: '102', reason: 'unreachable', cause: 20 }],
    ['101', { direction: 'internal', to_number: '101', reason: 'busy', cause: 17 }],
    ['777', { direction: 'internal', to_number: '777', reason: 'unknown_number', cause: 1 }],
    ['*66', { direction: 'internal', to_number: '*66', reason: 'not_in_service', cause: 1 }],
    ['12', { direction: 'outbound', from_number: '+12125550101', to_number: '12', reason: 'unknown_number' }],
    ['911', { direction: 'outbound', to_number: '911', reason: 'no_carrier', cause: 34 }],
    ['911 55\u0007501\u200b99 x', { to_number: '9115550199x', reason: 'unknown_number' }],
  ])('a phone that dials %j', async (dialled, row) => {
    await app.query('update trunks set emergency = false');
    expect(await decide(fromPhone(dialled))).toMatchObject({ kind: 'refuse', reason: row.reason });
    await app.query('update trunks set emergency = true');
    expect(await history()).toMatchObject([{ extension_id: shop.extensionId('101'), answered_at: null, ...row }]);
    expect(await liveRows()).toEqual([]);
  });

  test('from a phone without a caller ID, and from a phone of a suspended tenant', async () => {
    await decide(fromPhone('2125559999', other));
    await suspend(other.id);
    await decide(fromPhone('2125559999', other));
    expect(await history()).toMatchObject([
      { to_number: '+12125559999', from_number: '101', reason: 'no_caller_id' },
      { to_number: '+12125559999', reason: 'suspended', cause: 21 },
    ]);
  });

  test('from outside: to an unregistered phone, to a suspended tenant, and to a number without a route', async () => {
    const called = { direction: 'inbound', from_number: '+15551230000', to_number: '+12125550109', did_id: dids.high };
    const extensionId = shop.extensionId('102');
    await decide(fromCarrier('+12125550109'));
    await app.query(`update dids set routing_kind = 'extension', routing_target_id = $1 where id = $2`, [
      extensionId,
      dids.high,
    ]);
    await decide({ ...fromCarrier('+12125550109'), restricted: true });
    await suspend(shop.id);
    await decide(fromCarrier('+12125550109'));
    await app.query(`update dids set routing_kind = 'none', routing_target_id = null where id = $1`, [dids.high]);
    expect(await history()).toMatchObject([
      { ...called, extension_id: null, reason: 'not_in_service' },
      { ...called, extension_id: extensionId, from_number: 'anonymous', reason: 'unreachable' },
      { ...called, extension_id: extensionId, reason: 'suspended' },
    ]);
    const { body } = await admin('GET', `/tenants/${shop.id}/calls?sort=startedAt`);
    expect(body.items).toMatchObject([
      { outcome: 'refused', reason: 'not_in_service', extension: null },
      { outcome: 'unreachable', reason: 'unreachable', extension: { number: '102', name: 'Phone 102' } },
      { outcome: 'refused', reason: 'suspended' },
    ]);
  });

  test('but none for a number of no tenant', async () => {
    await decide(fromCarrier('+12125550999'));
    expect(await history()).toEqual([]);
  });

  test('of calls refused while the database was down, from phones and from outside, once it is back', async () => {
    for (const arrival of [fromPhone('102'), fromPhone('2125559999', shop, '103'), fromCarrier('12125550101')]) {
      const decision = routeWithoutDatabase(arrival);
      if (decision.kind !== 'refuse') throw new Error('connected');
      await saveRefusal(app.db, decision, arrival);
      await saveRefusal(app.db, decision, arrival);
    }
    expect(await history()).toMatchObject([
      { direction: 'internal', to_number: '102', extension_id: shop.extensionId('101'), reason: 'unavailable' },
      { direction: 'outbound', to_number: '2125559999', extension_id: shop.extensionId('103'), reason: 'unavailable' },
      { direction: 'inbound', to_number: '+12125550101', did_id: dids.low, reason: 'unavailable' },
    ]);
  });

  test('of all calls but emergency calls when Asterisk is overloaded, from phones and from carriers', async () => {
    await register('bakery-101', 'sip:101@127.0.0.1:5069');
    await register('bakery-102', 'sip:102@127.0.0.1:5070');
    await app.query(`update dids set routing_kind = 'extension', routing_target_id = $1 where id = $2`, [
      shop.extensionId('102'),
      dids.low,
    ]);
    const whenOverloaded = (arrival: Arrival) => admit(app.db, 'node', arrival, { overloaded: true });
    const arrivals = [fromPhone('102'), fromPhone('2125559999'), fromPhone('*97'), fromCarrier('12125550101')];
    for (const arrival of arrivals)
      expect(await whenOverloaded(arrival)).toMatchObject({ kind: 'refuse', reason: 'overloaded' });
    expect(await history()).toMatchObject([
      { direction: 'internal', to_number: '102', extension_id: shop.extensionId('101'), reason: 'overloaded' },
      { direction: 'outbound', to_number: '+12125559999', extension_id: shop.extensionId('101'), reason: 'overloaded' },
      { direction: 'internal', to_number: '*97', extension_id: shop.extensionId('101'), reason: 'overloaded' },
      { direction: 'inbound', to_number: '+12125550101', did_id: dids.low, reason: 'overloaded' },
    ]);
    for (const dialled of ['911', '988', '933'])
      expect(await whenOverloaded(fromPhone(dialled))).toMatchObject({ kind: 'connect' });
    // the emergency service may be calling back
    expect(await whenOverloaded(fromCarrier('12125550101'))).toMatchObject({ kind: 'connect' });
  });

  test('and only one if the refusal comes too late', async () => {
    const lock = await lockTenantRow(app.database.urls.superuser, shop.id);
    await expect(decide(fromPhone('102'))).rejects.toThrow('in time');
    await lock.release();
    await delay(100);
    expect(await history()).toEqual([]);
  });

  test('and only one if the refusal commits too late', async () => {
    await app.query(
      `create function commit_late() returns trigger language plpgsql as $$ begin perform pg_sleep(2.3); return null; end $$`,
    );
    await app.query(
      'create constraint trigger commit_late after insert on calls deferrable initially deferred for each row execute function commit_late()',
    );
    await suspend(shop.id);
    const arrival = fromPhone('2125559999');
    await expect(decide(arrival)).rejects.toThrow('in time');
    await app.query('drop function commit_late cascade');
    const decision = routeWithoutDatabase(arrival);
    if (decision.kind !== 'refuse') throw new Error('connected');
    await saveRefusal(app.db, decision, arrival);
    expect(await history()).toMatchObject([{ id: arrival.id }]);
  });

  test('a 911 call allows a callback if 911 answered it or the caller ended it, but not if it reached no carrier', async () => {
    await register('bakery-103', 'sip:103@127.0.0.1:5070');
    await app.query('update trunks set emergency = true');
    for (const [cause, answeredAt, expected] of [
      [CAUSE.congestion, null, 'refuse'],
      [CAUSE.networkFailure, null, 'refuse'],
      [CAUSE.rejected, null, 'refuse'],
      [CAUSE.normal, null, 'connect'],
      [CAUSE.networkFailure, new Date().toISOString(), 'connect'],
    ] as const) {
      const { facts } = await connected(fromPhone('911', shop, '103'));
      await saveEnd(app.db, facts, callEnd({ answeredAt, cause }));
      expect(await decide(fromCarrier(facts.callbackNumber!)), String(cause)).toMatchObject({ kind: expected });
      await app.query('delete from calls');
      await app.query('delete from live_calls');
    }
  });

  test('a 911 call that no carrier accepted allows no callback', async () => {
    await register('bakery-103', 'sip:103@127.0.0.1:5070');
    await app.query('update trunks set emergency = false');
    const { record } = (await decide(fromPhone('911', shop, '103'))) as Refused;
    await app.query('update trunks set emergency = true');
    expect(await decide(fromCarrier(record!.callbackNumber!))).toMatchObject({ kind: 'refuse' });
  });
});

describe('call records', () => {
  test('have one answer and one end, even if these are written repeatedly', async () => {
    const { facts } = await connected(fromPhone('2125559999'));
    const answeredAt = '2026-03-01T12:00:05.000Z';
    const end = callEnd({ answeredAt, at: '2026-03-01T12:01:05.000Z' });
    await saveProgress(app.db, [{ type: 'saveAnswer', facts, at: answeredAt, answeredBy: null }]);
    expect(await liveRows()).toMatchObject([{ answered_at: new Date(answeredAt) }]);
    await saveEnd(app.db, facts, end);
    await saveEnd(app.db, facts, { ...end, cause: CAUSE.busy });
    expect(await liveRows()).toEqual([]);
    expect(await app.query('select * from calls')).toMatchObject([
      { id: facts.id, answered_at: new Date(answeredAt), ended_at: new Date(end.at), cause: 16, emergency: false },
    ]);
  });

  test('are complete even if a crash of the database lost the live row', async () => {
    const { facts } = await connected(fromPhone('911'));
    await app.query('delete from live_calls');
    await saveEnd(app.db, facts, callEnd({ at: facts.admittedAt }));
    expect(await app.query('select * from calls')).toMatchObject([{ id: facts.id, emergency: true, to_number: '911' }]);
  });

  test('end a call that Asterisk no longer has, but not one that it still has or that has just arrived', async () => {
    const [lost, alive] = [await connected(fromPhone('2125559999')), await connected(fromPhone('2125559998'))];
    await saveProgress(app.db, [
      { type: 'saveAnswer', facts: lost.facts, at: lost.facts.admittedAt, answeredBy: null },
    ]);
    const look = (seconds: number) =>
      endLostCalls(app.db, 'node', (id) => id === alive.facts.id, new Date(Date.now() + seconds * 1000));
    expect(await look(0)).toBe(0);
    expect(await endLostCalls(app.db, 'another', () => false, new Date(Date.now() + 60_000))).toBe(0);
    expect(await look(60)).toBe(1);
    expect(await liveRows()).toMatchObject([{ id: alive.facts.id }]);
    expect(await app.query('select * from calls')).toMatchObject([
      { id: lost.facts.id, cause: CAUSE.networkFailure, answered_at: new Date(lost.facts.admittedAt) },
    ]);
  });

  test('withoutService returns the tenants that may have no calls', async () => {
    await app.query(`update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}' where id = $1`, [
      shop.id,
    ]);
    const gone = newId();
    expect(await withoutService(app.db, [shop.id, other.id, gone])).toEqual([shop.id, gone]);
  });
});

test.each(['2125559999', '102'])(
  'no call to %s is admitted after the response to a change of status, in any interleaving',
  async (dialled) => {
    await register('bakery-102', 'sip:102@127.0.0.1:5070');
    const slipped: string[] = [];
    /** the calls that the change of status must have seen; null while the tenant is active */
    let seen: Set<string> | null = null;
    let connectedCalls = 0;
    let refused = 0;
    const over = new AbortController();
    async function caller(): Promise<void> {
      while (!over.signal.aborted) {
        const decision = await decideAmongMany(fromPhone(dialled));
        if (decision.kind === 'refuse') refused++;
        else {
          connectedCalls++;
          if (seen && !seen.has(decision.facts.id)) slipped.push(decision.facts.id);
        }
      }
    }
    const callers = Array.from({ length: 6 }, caller);
    for (let round = 0; round < 25; round++) {
      await delay(5);
      expect((await admin('POST', `/tenants/${shop.id}/suspend`, { reason: 'manual' })).status).toBe(200);
      seen = new Set((await liveRows()).map(({ id }) => id));
      await delay(5);
      seen = null;
      expect((await admin('POST', `/tenants/${shop.id}/reactivate`, {})).status).toBe(200);
    }
    over.abort();
    await Promise.all(callers);
    expect(slipped).toEqual([]);
    expect(connectedCalls).toBeGreaterThan(25);
    expect(refused).toBeGreaterThan(25);
  },
);

describe('the limits on outside calls at once', () => {
  afterAll(() => setCaps(1_000_000, 1_000_000));
  const admitted = (decisions: Decision[]) => decisions.filter(({ kind }) => kind === 'connect').length;
  const reasons = () =>
    app.query('select reason, count(*)::int as n from calls where reason is not null group by reason order by reason');

  test('admit ten of sixty simultaneous calls, and record the others as refused', async () => {
    await setCaps(10, 1000);
    const decisions = await Promise.all(Array.from({ length: 60 }, () => decideAmongMany(fromPhone('2125559999'))));
    expect(admitted(decisions)).toBe(10);
    expect(await liveRows()).toHaveLength(10);
    expect(await reasons()).toEqual([{ reason: 'too_many_calls', n: 50 }]);
  });

  test('apply to each extension, and an ended call frees its line', async () => {
    await setCaps(10, 4);
    const calls = await Promise.all(Array.from({ length: 12 }, () => decideAmongMany(fromPhone('2125559999'))));
    expect(admitted(calls)).toBe(4);
    expect(admitted([await decide(fromPhone('2125559999', shop, '102'))])).toBe(1);
    const [first] = calls.filter((decision) => decision.kind === 'connect');
    await saveEnd(app.db, first!.facts, callEnd());
    expect(admitted([await decide(fromPhone('2125559999')), await decide(fromPhone('2125559999'))])).toBe(1);
  });

  test('count a forwarded call', async () => {
    await setCaps(1, 4);
    await app.query(`update dids set routing_kind = 'external', routing_number = '+13105550000' where id = $1`, [
      dids.high,
    ]);
    expect(admitted([await decide(fromPhone('2125559999'))])).toBe(1);
    expect(await decide(fromCarrier('+12125550109'))).toMatchObject({ reason: 'too_many_calls' });
    await app.query(`update dids set routing_kind = 'none', routing_number = null where id = $1`, [dids.high]);
  });

  test('neither count nor refuse emergency calls and internal calls', async () => {
    await setCaps(1, 1);
    await register('bakery-102', 'sip:102@127.0.0.1:5070');
    for (const dialled of ['911', '933', '988', '102', '2125559999', '911', '988'])
      expect(await decide(fromPhone(dialled)), dialled).toMatchObject({ kind: 'connect' });
    expect(await decide(fromPhone('2125559999'))).toMatchObject({ reason: 'too_many_calls' });
    expect(await decide(fromPhone('988'))).toMatchObject({ kind: 'connect' });
  });

  test('are the safe rules for a tenant without stored rules', async () => {
    await app.query('delete from outbound_permissions where tenant_id = $1', [shop.id]);
    expect(await decide(fromPhone('+442079460958'))).toMatchObject({ reason: 'not_permitted' });
    const decisions = await Promise.all(Array.from({ length: 12 }, () => decide(fromPhone('2125559999'))));
    expect(admitted(decisions)).toBe(4);
    await app.query(
      `insert into outbound_permissions (tenant_id, partner_id, classes, countries, max_concurrent, max_concurrent_per_extension)
       values ($1, $2, '{domestic}', '{}', 10, 4)`,
      [shop.id, partnerId],
    );
  });
});

describe('without the database', () => {
  test('there is no decision, and a late one is undone', async () => {
    const pool = openPool('postgresql://app@127.0.0.1:1/none', 'nowhere', 2);
    await expect(admit(openDb(pool), 'node', fromPhone('911'))).rejects.toThrow('ECONNREFUSED');
    await pool.end();
    const lock = await lockTenantRow(app.database.urls.superuser, shop.id);
    await expect(decide(fromPhone('2125559999'))).rejects.toThrow('in time');
    await lock.release();
    await delay(100);
    expect(await liveRows()).toEqual([]);
  });

  test('an emergency call is recorded once it is back, and its callback number rings the phone', async () => {
    await register('bakery-103', 'sip:103@127.0.0.1:5070');
    const arrival = fromPhone('911', shop, '103');
    const decision = routeWithoutDatabase(arrival);
    if (decision.kind !== 'connect') throw new Error('refused');
    const { facts } = decision;
    await saveStart(app.db, facts, 'node', arrival);
    await saveStart(app.db, facts, 'node', arrival);
    const callback = { facts: { emergency: true, extensionId: shop.extensionId('103') } };
    expect(await decide(fromCarrier('+12125550101'))).toMatchObject(callback);
    await saveEnd(app.db, facts, callEnd());
    expect(await decide(fromCarrier('+12125550101'))).toMatchObject(callback);
  });
});
