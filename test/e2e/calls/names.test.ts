import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let carrier: Carrier;
let ada: Phone;
let bob: Phone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await fixture.addCarrier('carrier');
  bakery = await fixture.addTenant('bakery', ['101', '102']);
  await bakery.addNumber('+12125550101', '101');
  [ada, bob] = await Promise.all([bakery.openPhone('101'), bakery.openPhone('102')]);
});
afterAll(async () => {
  for (const each of [ada, bob, carrier]) await each?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

/** Stores a name without validation, like an older version or somebody with access to the database. */
async function store(name: string): Promise<void> {
  await fixture.app.query('update tenants set default_cnam = left($1, 15), name = left($1, 100) where id = $2', [
    name,
    bakery.id,
  ]);
  await fixture.app.query('update extensions set name = left($1, 100) where tenant_id = $2', [name, bakery.id]);
  const e911 = JSON.stringify({ street: name, city: name, state: 'Narnia', postalCode: '!!', country: 'ZZ' });
  await fixture.app.query('update tenants set e911_address = $1 where id = $2', [e911, bakery.id]);
}

test.each([
  ['BA\nKERY', ''],
  ['A\r\nX-Evil: 1', ''],
  ['A" <sip:1@evil.example>', ''],
  ['Caf\u00e9\u202e\u200b', ''],
  ['A^0D^0AX-Evil:1', 'A^0D^0AX-Evil:1'],
  ['BAKERY', 'BAKERY'],
])('911 reaches the carrier whatever name is stored: %j', async (stored, name) => {
  await store(stored);
  const atCarrier = carrier.listen({ hangUpAfterMs: 0 });
  const call = ada.call('911');
  const taken = await atCarrier.nextCall();
  expect(taken.dialled).toBe('911');
  // only the number if the name isn't valid
  expect(taken.from).toMatchObject({ number: '+12125550101', name });
  expect(taken.invite.header('X-Evil')).toBeUndefined();
  expect(await call.ended).toMatchObject({ answered: true });
  await fixture.callsToEnd();
});

test.each([
  ['A\r\nX-Evil: 1', 'A X-Evil: 1'],
  ['A^0D^0AX-Evil: 1', 'A^0D^0AX-Evil: 1'],
  ['Joe "Boss" Caf\u00e9', "Joe 'Boss' Caf\u00e9"],
])('a colleague is shown one line: %j', async (stored, shown) => {
  await store(stored);
  const atBob = bob.listen({ hangUpAfterMs: 0 });
  const call = ada.call('102');
  const taken = await atBob.nextCall();
  expect(taken.from.number).toBe('101');
  expect(taken.from.name).toBe(shown);
  expect(taken.invite.header('X-Evil')).toBeUndefined();
  await call.ended;
  await fixture.callsToEnd();
});

test('quotes in an outside caller’s name reach the phone without backslashes', async () => {
  const atAda = ada.listen({ hangUpAfterMs: 0 });
  const call = carrier.callIn('+12125550101', {
    server: fixture.sip,
    from: '+13015550177',
    displayName: 'Grace \\"G\\" Hopper',
  });
  const taken = await atAda.nextCall();
  expect(taken.from).toMatchObject({ number: '+13015550177', name: "Grace 'G' Hopper" });
  await call.ended;
});

test('a caller in the tenant’s contacts is shown by its contact’s name, unless it hides its number', async () => {
  const contact = { name: 'Maria "Mia" Rossi', numbers: [{ number: '(301) 555-0199' }] };
  expect((await fixture.ask('POST', `/tenants/${bakery.id}/contacts`, contact)).status).toBe(201);
  const shown = async (from: string, headers: Record<string, string> = {}) => {
    const atAda = ada.listen({ hangUpAfterMs: 0 });
    const caller = { from, displayName: 'WIRELESS CALLER', headers };
    const call = carrier.callIn('+12125550101', { server: fixture.sip, ...caller });
    const taken = await atAda.nextCall();
    await call.ended;
    await fixture.callsToEnd();
    return taken.from;
  };
  expect(await shown('+13015550199')).toMatchObject({ number: '+13015550199', name: "Maria 'Mia' Rossi" });
  const hidden = await shown('anonymous', { 'P-Asserted-Identity': '<sip:+13015550199@127.0.0.1>', Privacy: 'id' });
  expect(hidden.number).toBe('anonymous');
  expect(hidden.name).not.toContain('Maria');
});
