import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { callingTenant, type CallingTenant } from '../../../test/calling-tenant.ts';
import type { TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Connect, Decision } from '../model/decision.ts';
import { saveProgress } from '../records/call-records.ts';
import { admit, reroute } from './admission.ts';

let app: TestApp;
let shop: TestTenant;
let admin: CallingTenant['admin'];
let register: CallingTenant['register'];

beforeAll(async () => {
  app = await createTestApp();
  ({ admin, shop, register } = await callingTenant(app, {
    number: '+12125550101',
    extensions: ['101', '102', '103', '704'],
  }));
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from live_calls');
  await app.query('delete from asterisk.ps_contacts');
  await app.query(`update tenants set status = 'ACTIVE', suspension_reasons = '{}'`);
  await app.query('update outbound_permissions set max_concurrent = 10, max_concurrent_per_extension = 10');
  for (const number of ['101', '102', '103']) await register(number);
});

const connected = (decision: Decision): Connect => {
  if (decision.kind !== 'connect') throw new Error(JSON.stringify(decision));
  return decision;
};
const fromOutside = async () =>
  connected(await admit(app.db, 'node', carrierArrival('+12125550101', { channel: newId() })));
const fromPhone = (dialled: string, extension = '101') =>
  admit(
    app.db,
    'node',
    phoneArrival(dialled, { channel: newId(), tenantId: shop.id, endpoint: `bakery-${extension}` }),
  );

/** An extension transfers the call. `callerOnLine`: the caller is an outside number that we called. */
const transfer = (
  { facts, origin, path = [] }: Connect,
  number: string,
  {
    by = '101',
    callerOnLine = false,
    stays = null,
  }: { by?: string; callerOnLine?: boolean; stays?: string | null } = {},
): Promise<Decision> => {
  const transferor = { extensionId: shop.extensionId(by), number: by };
  const party = { extensionId: stays && shop.extensionId(stays), number: stays ?? facts.from };
  return reroute(app.db, {
    kind: 'onward',
    nextHop: { to: { kind: 'transfer', number, by: transferor }, forwarded: null },
    journey: { facts, party, origin, path, at: facts.admittedAt, encryptedCaller: false, callerOnLine },
  });
};
const live = () => app.query('select uses_line, second_line, emergency, direction from live_calls');
const step = (to: string) => ({
  event: 'transferred',
  extensionId: shop.extensionId('101'),
  number: '101',
  to,
  attended: false,
});

describe('a transfer counts as a call of the extension that transfers', () => {
  test('to another extension, which sees the waiting party', async () => {
    const call = await fromOutside();
    expect(await transfer(call, '102')).toMatchObject({
      kind: 'connect',
      facts: { id: call.facts.id, direction: 'inbound', to: '+12125550101' },
      path: [step('102')],
      attempts: [{ callerId: { number: '+15551230000' }, targets: [{ sipUsername: 'bakery-102' }] }],
    });
  });

  test('to an outside number, with a line and a caller ID of that extension', async () => {
    expect(await transfer(await fromOutside(), '2125559999')).toMatchObject({
      kind: 'connect',
      usesLine: true,
      path: [step('2125559999')],
      attempts: [{ callerId: { number: '+12125550101' } }],
    });
    expect(await live()).toMatchObject([{ uses_line: true, second_line: false }]);
  });

  test('an outbound call that is transferred outside takes two lines of the tenant and of the extension', async () => {
    await app.query('update outbound_permissions set max_concurrent = 2');
    const call = connected(await fromPhone('2125559999'));
    expect(await transfer(call, '2125558888', { callerOnLine: true })).toMatchObject({ kind: 'connect' });
    expect(await live()).toMatchObject([{ uses_line: true, second_line: true }]);
    expect(await fromPhone('2125557777', '102')).toMatchObject({ reason: 'too_many_calls' });
  });

  test('an outbound call that is transferred to an extension keeps its line', async () => {
    await transfer(connected(await fromPhone('2125559999')), '102', { callerOnLine: true });
    expect(await live()).toMatchObject([{ uses_line: true, second_line: false }]);
  });

  test('and is refused if that extension may not call the number, has no free line or is unknown, or its tenant is suspended', async () => {
    const call = await fromOutside();
    expect(await transfer(call, '19005550100')).toMatchObject({ kind: 'refuse', reason: 'not_permitted' });
    expect(await transfer(call, '199')).toMatchObject({ kind: 'refuse', reason: 'unknown_number' });
    expect(await transfer(call, '101')).toMatchObject({ kind: 'refuse', reason: 'busy' });
    for (const dialled of ['*97', '*8', '*8102'])
      expect(await transfer(call, dialled)).toMatchObject({ kind: 'refuse' });
    await app.query('update outbound_permissions set max_concurrent_per_extension = 0');
    expect(await transfer(call, '2125559999')).toMatchObject({ kind: 'refuse', reason: 'too_many_calls' });
    await app.query(`update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}'`);
    expect(await transfer(call, '102')).toMatchObject({ kind: 'refuse', reason: 'suspended' });
  });

  test('to a group, which rings the one who transferred but not the one who waits', async () => {
    const members = ['101', '102', '103'].map((number) => ({ kind: 'extension', id: shop.extensionId(number) }));
    expect(await admin('POST', `${shop.path}/groups`, { number: '600', name: 'Sales', members })).toMatchObject({
      status: 201,
    });
    const call = connected(await fromPhone('102'));
    const { attempts } = connected(await transfer(call, '600', { stays: '102' }));
    const rung = attempts.flatMap(({ targets }) =>
      targets.map((target) => (target.kind === 'contact' ? target.extension.number : target.number)),
    );
    expect(rung).toEqual(['101', '103']);
    expect(await transfer(call, '102', { stays: '102' })).toMatchObject({ kind: 'refuse', reason: 'unreachable' });
  });

  test('to 911, as an emergency call from the location of that extension', async () => {
    expect(await transfer(await fromOutside(), '911')).toMatchObject({
      kind: 'connect',
      facts: { emergency: true, direction: 'outbound', to: '911', extensionId: shop.extensionId('101') },
    });
    expect(await live()).toMatchObject([{ emergency: true, direction: 'outbound' }]);
  });

  test('to the crisis line, whose call nothing may end either', async () => {
    expect(await transfer(await fromOutside(), '988')).toMatchObject({
      kind: 'connect',
      facts: { to: '988', direction: 'outbound' },
    });
  });

  test('and back to a phone without call waiting, whose call it was a moment ago', async () => {
    const extension = `${shop.path}/extensions/${shop.extensionId('101')}`;
    expect((await admin('PATCH', extension, { callWaiting: false })).status).toBe(200);
    const { facts, origin } = await fromOutside();
    await app.query('update live_calls set talking = array[$1::uuid], answered_at = now()', [shop.extensionId('101')]);
    const to = { extensionId: shop.extensionId('101'), number: '101' };
    const back = () =>
      reroute(app.db, {
        kind: 'onward',
        nextHop: { to: { kind: 'return', to }, forwarded: null },
        journey: {
          facts,
          party: { extensionId: null, number: facts.from },
          origin,
          path: [],
          at: facts.admittedAt,
          encryptedCaller: false,
        },
      });
    expect(await back()).toMatchObject({ kind: 'connect' });
    expect(await fromPhone('101', '102')).toMatchObject({ kind: 'refuse', reason: 'busy' });
    expect((await admin('PATCH', extension, { callWaiting: true })).status).toBe(200);
  });

  test('to 70 or a slot, which parks it', async () => {
    const by = { extensionId: shop.extensionId('101') };
    expect(await transfer(await fromOutside(), '70')).toMatchObject({ kind: 'park', slot: null, by, taken: ['704'] });
    expect(await transfer(await fromOutside(), '705')).toMatchObject({ kind: 'park', slot: '705' });
  });
});

describe('an outside number that we called keeps its line wherever the call is sent, and the transferring extension takes another', () => {
  const MOBILE = '+13105550000';
  const atMost = (ofTenant: number, ofExtension = ofTenant) =>
    app.query('update outbound_permissions set max_concurrent = $1, max_concurrent_per_extension = $2', [
      ofTenant,
      ofExtension,
    ]);
  const linesHeld = async () => {
    const rows = await app.query<{ outside_lines: (string | null)[]; uses_line: boolean }>(
      'select outside_lines, uses_line from live_calls',
    );
    return rows.map(({ outside_lines, uses_line }) => [uses_line, ...outside_lines.map(nameOf)]);
  };
  const nameOf = (id: string | null) => ['101', '102', '103'].find((number) => shop.extensionId(number) === id) ?? null;
  const outside = (number: string) => ({ kind: 'external', number });
  const forward = async (number: string, to: string) => {
    const path = `${shop.path}/extensions/${shop.extensionId(number)}/forwarding`;
    expect((await admin('PUT', path, { always: outside(to) })).status).toBe(200);
  };
  const groupOf = async (...numbers: string[]) => {
    const group = { number: '610', name: 'Mobiles', members: numbers.map(outside) };
    expect((await admin('POST', `${shop.path}/groups`, group)).status).toBe(201);
  };
  /** A call to an extension that forwards to a mobile. The mobile answers, and the caller transfers it. */
  const forwarded = async () => {
    await forward('102', MOBILE);
    return connected(await fromPhone('102'));
  };
  beforeEach(async () => {
    for (const table of ['forwarding', 'ring_group_members', 'ring_groups']) await app.query(`delete from ${table}`);
    await atMost(10);
  });

  test('a transfer to a group takes one of that extension’s lines for each mobile that rings', async () => {
    await groupOf('+13105550001', '+13105550002', '+13105550003');
    await atMost(10, 2);
    const sent = connected(await transfer(await fromOutside(), '610'));
    expect(sent.attempts[0].targets).toHaveLength(2);
    expect(await linesHeld()).toEqual([[true, '101', '101']]);
    expect(await fromPhone('2125557777')).toMatchObject({ reason: 'too_many_calls' });
  });

  test('and so does a transfer to an extension that forwards to a mobile', async () => {
    await forward('102', MOBILE);
    await atMost(10, 0);
    expect(await transfer(await fromOutside(), '102')).toMatchObject({ reason: 'too_many_calls' });
    await atMost(10, 1);
    expect(await transfer(await fromOutside(), '102')).toMatchObject({ kind: 'connect' });
    expect(await linesHeld()).toContainEqual([true, '101']);
  });

  test('after an internal call that was forwarded outside and then transferred by its caller', async () => {
    const call = await forwarded();
    expect(await linesHeld()).toEqual([[true, '101']]);
    await transfer(call, '103', { callerOnLine: true });
    expect(await linesHeld()).toEqual([[true, '101']]);
    await transfer(call, '2125558888', { by: '103', callerOnLine: true });
    expect(await linesHeld()).toEqual([[true, '101', '103']]);
    await atMost(2);
    expect(await fromPhone('2125557777', '103')).toMatchObject({ reason: 'too_many_calls' });
  });

  test.each(['70', '705'])('while parked by %s', async (code) => {
    await transfer(await forwarded(), code, { callerOnLine: true });
    expect(await linesHeld()).toEqual([[true, '101']]);
  });

  test('and numbers that rang before a refused transfer release theirs', async () => {
    const call = await forwarded();
    await transfer(call, '2125558888', { by: '103', callerOnLine: true });
    expect(await transfer(call, '199', { by: '103', callerOnLine: true })).toMatchObject({ kind: 'refuse' });
    expect(await linesHeld()).toEqual([[true, '101']]);
    expect(await transfer(call, '199')).toMatchObject({ kind: 'refuse' });
    expect(await linesHeld()).toEqual([[false]]);
  });

  test('and a rerouted call releases the lines of the numbers that it rang before', async () => {
    await atMost(2);
    const call = await forwarded();
    for (const number of ['2125558888', '2125557777'])
      expect(await transfer(call, number, { callerOnLine: true })).toMatchObject({ kind: 'connect' });
    expect(await linesHeld()).toEqual([[true, '101', '101']]);
  });

  test.each<[string, number, boolean, unknown[]]>([
    ['one of several mobiles answers a waiting mobile', 1, true, [true, '101', '103']],
    ['a phone answers it', 0, true, [true, '101']],
    ['a mobile answers a phone’s call', 1, false, [true, '103']],
    ['nobody answers a phone’s call', 0, false, [false]],
  ])('%s', async (_, lines, callerOnLine, expected) => {
    await groupOf('+13105550001', '+13105550002');
    const call = await forwarded();
    const sent = connected(await transfer(call, '610', { by: '103', callerOnLine }));
    await saveProgress(app.db, [{ type: 'saveLines', facts: sent.facts, lines, callerOnLine }]);
    expect(await linesHeld()).toEqual([expected]);
  });
});

describe('a phone that picks up, parks or retrieves a call', () => {
  test('gets back a parked call that nobody retrieves, and not its mailbox unless it is the last time', async () => {
    const extension = `${shop.path}/extensions/${shop.extensionId('103')}`;
    expect((await admin('PATCH', extension, { voicemailEnabled: true })).status).toBe(200);
    const { facts, origin, party = { extensionId: null, number: facts.from } } = await fromOutside();
    const journey = { facts, party, origin, path: [], at: facts.admittedAt, encryptedCaller: false };
    const to = { extensionId: shop.extensionId('103'), number: '103' };
    for (const waits of [true, false]) {
      const nextHop = { to: { kind: 'return', to, waits }, forwarded: null } as const;
      const back = connected(await reroute(app.db, { kind: 'onward', nextHop, journey }));
      expect(back.exits?.to.noAnswer?.kind).toBe(waits ? undefined : 'mailbox');
    }
    expect((await admin('PATCH', extension, { voicemailEnabled: false })).status).toBe(200);
  });

  test('is admitted, and has a live row', async () => {
    expect(await fromPhone('*8102')).toMatchObject({ kind: 'pickup', of: [shop.extensionId('102')] });
    expect(await fromPhone('70')).toMatchObject({ kind: 'park', slot: null });
    expect(await fromPhone('701')).toMatchObject({ kind: 'retrieve', slot: '701' });
    expect(await live()).toHaveLength(3);
    // an extension has the number of this slot
    expect(await fromPhone('704')).toMatchObject({ kind: 'refuse', reason: 'unreachable' });
    expect(await fromPhone('*8199')).toMatchObject({ kind: 'refuse', reason: 'unknown_number' });
  });

  test('picks up calls in its groups, or anywhere in the tenant if it is in no group', async () => {
    expect(await fromPhone('*8')).toMatchObject({ kind: 'pickup', of: null });
    const group = newId();
    await app.query(
      `insert into ring_groups (id, tenant_id, number, name, strategy, ring_seconds, confirm_outside, fallback_kind)
       values ($1, $2, '600', 'Sales', 'all', 20, false, 'none')`,
      [group, shop.id],
    );
    for (const [position, number] of ['101', '103'].entries())
      await app.query(
        'insert into ring_group_members (group_id, position, tenant_id, extension_id) values ($1, $2, $3, $4)',
        [group, position, shop.id, shop.extensionId(number)],
      );
    const decision = await fromPhone('*8');
    expect(decision.kind === 'pickup' && decision.of?.toSorted()).toEqual(
      [shop.extensionId('101'), shop.extensionId('103')].toSorted(),
    );
    expect(await fromPhone('*8', '102')).toMatchObject({ kind: 'pickup', of: null });
  });

  test('is refused while its tenant is suspended', async () => {
    await app.query(`update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}'`);
    for (const dialled of ['*8102', '*8', '70', '701'])
      expect(await fromPhone(dialled), dialled).toMatchObject({ kind: 'refuse', reason: 'suspended' });
  });
});
