import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { registerPhone } from '../../../test/contacts.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { PathStep } from '../model/call-path.ts';
import type { Connect, Decision, NextHop } from '../model/decision.ts';
import { admit, reroute } from './admission.ts';

const BY = { extensionId: null, number: '101' };

let app: TestApp;
let shop: TestTenant;
let extensions: Record<string, string>;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  const admin = (await app.user('partner_admin', { partnerId })).call;
  shop = await createTenant(admin, { prefix: 'bakery', extensions: ['101', '102'] });
  const rows = await app.query<{ id: string; number: string }>('select id, number from extensions');
  extensions = Object.fromEntries(rows.map(({ id, number }) => [number, id]));
  await app.query(
    `insert into dids (id, partner_id, tenant_id, number, status, routing_kind, routing_target_id)
     values ($1, $2, $3, '+12125550101', 'ASSIGNED', 'extension', $4)`,
    [newId(), partnerId, shop.id, extensions['101']],
  );
  await app.query(`insert into trunks (id, name, host, match) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090')`, [
    newId(),
  ]);
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from live_calls');
  await app.query('delete from asterisk.ps_contacts');
  await app.query(`update tenants set status = 'ACTIVE', suspension_reasons = '{}'`);
  await app.query('update outbound_permissions set max_concurrent = 10');
  for (const number of ['101', '102']) await register(number);
});

const register = (number: string) => registerPhone(app.query, `${shop.prefix}-${number}`);

/** An inbound call that rings extension 101. */
async function ringing(): Promise<Connect> {
  const decision = await admit(app.db, 'node', carrierArrival('+12125550101', { channel: newId() }));
  if (decision.kind !== 'connect') throw new Error(JSON.stringify(decision));
  return decision;
}

const rerouteTo = ({ facts, origin, path = [] }: Connect, to: NextHop['to'], confirm = false): Promise<Decision> =>
  reroute(app.db, {
    kind: 'onward',
    nextHop: { to, forwarded: { by: BY, because: 'no_answer' }, confirm },
    journey: {
      facts,
      party: { extensionId: null, number: facts.from },
      origin,
      path,
      at: facts.admittedAt,
      encryptedCaller: false,
    },
  });

const step = (to: string) => ({ event: 'forwarded', ...BY, because: 'no_answer', to });

test('a call moves to an extension with its caller ID, and its live row has its path', async () => {
  const call = await ringing();
  const decision = await rerouteTo(call, { kind: 'extension', id: extensions['102'] ?? '' });
  expect(decision).toMatchObject({
    kind: 'connect',
    facts: { id: call.facts.id, direction: 'inbound', extensionId: extensions['101'] },
    path: [step('102')],
    attempts: [{ callerId: { number: '+15551230000', name: 'Ann for 101' }, targets: [{ sipUsername: 'bakery-102' }] }],
  });
  expect(await app.query('select uses_line, path from live_calls')).toMatchObject([
    { uses_line: false, path: [step('102')] },
  ]);
});

test('a call moves to an outside number, with a line and the caller ID of the tenant', async () => {
  const decision = await rerouteTo(await ringing(), { kind: 'external', number: '+13105550000' }, true);
  expect(decision).toMatchObject({
    usesLine: true,
    path: [step('+13105550000')],
    origin: { name: 'Ann' },
    attempts: [{ callerId: { number: '+12125550101' }, targets: [{ confirm: true, earlyMedia: false }] }],
  });
  expect(await app.query('select uses_line, destination_class from live_calls')).toEqual([
    { uses_line: true, destination_class: 'domestic' },
  ]);
});

test.each<[string, string]>([
  ['102', '102'],
  ['3105550000', '+13105550000'],
  ['911', ''],
  ['*72102', ''],
])('%s in a redirect means the same as if dialled', async (number, to) => {
  const decision = await rerouteTo(await ringing(), { kind: 'dialled', number });
  if (to === '') expect(decision).toMatchObject({ kind: 'refuse', reason: 'not_in_service' });
  else expect(decision).toMatchObject({ kind: 'connect', path: [step(to)] });
});

test('a phone that calls back from its mailbox shows the number of its extension', async () => {
  await app.query(
    `insert into dids (id, partner_id, tenant_id, number, status) select $1, partner_id, tenant_id, '+12125550199', status from dids`,
    [newId()],
  );
  const shows = async (forwarded: { by: typeof BY; because: 'busy' } | null) => {
    const arrival = phoneArrival('*97', { channel: newId(), tenantId: shop.id, endpoint: 'bakery-102' });
    const call = await admit(app.db, 'node', arrival);
    if (call.kind !== 'voicemail') throw new Error(JSON.stringify(call));
    const { facts, origin } = call;
    const party = { extensionId: extensions['102'] ?? '', number: '102' };
    const decision = await reroute(app.db, {
      kind: 'onward',
      nextHop: { to: { kind: 'dialled', number: '+13105550000' }, forwarded },
      journey: { facts, party, origin, path: [], at: facts.admittedAt, encryptedCaller: false },
    });
    return decision.kind === 'connect' && decision.attempts[0].callerId.number;
  };
  expect(await shows(null)).toBe('+12125550101');
  await app.query(
    `update extensions set outbound_did_id = (select id from dids where number = '+12125550199') where number = '102'`,
  );
  expect(await shows(null)).toBe('+12125550199');
  expect(await shows({ by: BY, because: 'busy' })).toBe('+12125550101');
  await app.query('update extensions set outbound_did_id = null');
  await app.query(`delete from dids where number = '+12125550199'`);
});

test('the outbound rules, the lines and the status are checked again', async () => {
  const call = await ringing();
  const abroad = await rerouteTo(call, { kind: 'external', number: '+442079460999' });
  expect(abroad).toMatchObject({ kind: 'refuse', reason: 'not_permitted', record: { destination: 'international' } });
  await app.query('update outbound_permissions set max_concurrent = 0');
  const tooMany = await rerouteTo(call, { kind: 'external', number: '+13105550000' });
  expect(tooMany).toMatchObject({ kind: 'refuse', reason: 'too_many_calls' });
  await app.query(`update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}'`);
  expect(await rerouteTo(call, { kind: 'extension', id: extensions['102'] ?? '' })).toMatchObject({
    reason: 'suspended',
  });
});

test('a call that has been forwarded five times goes no further', async () => {
  const call = await ringing();
  const path: PathStep[] = Array.from({ length: 5 }, (_, n) => ({
    event: 'forwarded',
    at: call.facts.admittedAt,
    extensionId: `e${n}`,
    number: '1',
    because: 'always',
    to: 'x',
  }));
  const decision = await rerouteTo({ ...call, path }, { kind: 'extension', id: extensions['102'] ?? '' });
  expect(decision).toMatchObject({ kind: 'refuse', reason: 'unreachable' });
});
