import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { callingTenant, type CallingTenant } from '../../../test/calling-tenant.ts';
import { registerPhone } from '../../../test/contacts.ts';
import type { TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Decision } from '../model/decision.ts';
import { admit, reroute } from './admission.ts';

// Emergency calls go out even if everything is used up: the tenant's lines, the extension's lines and the machine's
// channels.

const DID = '+12125550101';
let app: TestApp;
let shop: TestTenant;
let register: CallingTenant['register'];

beforeAll(async () => {
  app = await createTestApp();
  ({ shop, register } = await callingTenant(app, { number: DID, extensions: ['101', '102'] }));
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of ['live_calls', 'calls', 'asterisk.ps_contacts']) await app.query(`delete from ${table}`);
  await app.query('update outbound_permissions set max_concurrent = 10, max_concurrent_per_extension = 10');
  await register('101');
});

const dial = (dialled: string, freeChannels: number): Promise<Decision> =>
  admit(app.db, 'node', phoneArrival(dialled, { channel: newId(), tenantId: shop.id, endpoint: 'bakery-101' }), {
    freeChannels,
  });
const callIn = (freeChannels: number): Promise<Decision> =>
  admit(app.db, 'node', carrierArrival(DID, { channel: newId() }), { freeChannels });
const registerTwo = async () => {
  for (const port of [5071, 5072]) await registerPhone(app.query, 'bakery-102', { uri: `sip:102@127.0.0.1:${port}` });
};
const targets = (decision: Decision) => (decision.kind === 'connect' ? decision.attempts[0].targets.length : 0);
const FULL = { kind: 'refuse', reason: 'overloaded' };

test('911, 933 and the crisis line go out with no line free', async () => {
  await app.query('update outbound_permissions set max_concurrent = 0, max_concurrent_per_extension = 0');
  expect(await dial('2125559999', Infinity)).toMatchObject({ reason: 'too_many_calls' });
  for (const number of ['911', '933', '988', '112'])
    expect(await dial(number, Infinity), number).toMatchObject({ kind: 'connect' });
  expect(await app.query('select sum(cardinality(outside_lines))::int as lines from live_calls')).toEqual([
    { lines: 0 },
  ]);
});

describe('with no channel free on the machine', () => {
  test('only emergency calls and their callbacks go through', async () => {
    await registerTwo();
    for (const freeChannels of [0, -1, -100]) {
      for (const number of ['911', '933', '988'])
        expect(await dial(number, freeChannels), number).toMatchObject({ kind: 'connect' });
      expect(await callIn(freeChannels)).toMatchObject({ kind: 'connect', facts: { emergency: true } });
      expect(await dial('2125559999', freeChannels)).toMatchObject(FULL);
      expect(await dial('102', freeChannels)).toMatchObject(FULL);
    }
  });

  test('other calls are recorded as refused, and are not live', async () => {
    expect(await callIn(0)).toMatchObject(FULL);
    expect(await app.query('select reason, cause from calls')).toEqual([{ reason: 'overloaded', cause: 34 }]);
    expect(await app.query('select from live_calls')).toEqual([]);
  });

  test('a caller on the last channel may leave a message, but the next caller may not', async () => {
    expect(await dial('*97', 0)).toMatchObject({ kind: 'voicemail' });
    expect(await dial('*97', -1)).toMatchObject(FULL);
  });

  test('a call is not rerouted, unless it is an emergency call', async () => {
    const call = await callIn(1);
    if (call.kind !== 'connect') throw new Error(call.kind);
    const transfer = (number: string, freeChannels: number) =>
      reroute(
        app.db,
        {
          kind: 'onward',
          nextHop: {
            to: { kind: 'transfer', number, by: { extensionId: shop.extensionId('101'), number: '101' } },
            forwarded: null,
          },
          journey: {
            facts: call.facts,
            party: { extensionId: shop.extensionId('101'), number: '101' },
            origin: call.origin,
            path: [],
            at: call.facts.admittedAt,
            encryptedCaller: false,
          },
        },
        freeChannels,
      );
    expect(await transfer('2125559999', 0)).toMatchObject(FULL);
    expect(await transfer('2125559999', 1)).toMatchObject({ kind: 'connect' });
    expect(await transfer('911', 0)).toMatchObject({ kind: 'connect', facts: { emergency: true } });
  });
});

test('only as many phones ring as there are free channels', async () => {
  await registerTwo();
  expect(targets(await dial('102', 2))).toBe(2);
  expect(targets(await dial('102', 1))).toBe(1);
});
