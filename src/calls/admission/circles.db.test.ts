import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival } from '../../../test/arrivals.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { TrunkTarget } from '../model/decision.ts';
import { admit } from './admission.ts';

// Numbers of several tenants that forward to each other through a carrier. The carrier sends each call back as a new
// one.

/** The numbers of the tenants a, b and c. */
const [A, B, C] = ['+12125550101', '+13105550101', '+14155550101'] as const;
const MOBILE = '+13105550009';
const CUSTOMER = '+15551230000';

let app: TestApp;
let ask: Awaited<ReturnType<TestApp['user']>>['call'];
let tenants: Record<string, TestTenant>;

beforeAll(async () => {
  app = await createTestApp();
  ask = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
  tenants = {};
  for (const [prefix, number] of Object.entries({ first: A, second: B, third: C })) {
    const tenant = await createTenant(ask, { prefix, extensions: ['101'] });
    const { body } = await ask('POST', '/dids', { numbers: [number] });
    await ask('POST', `/dids/${body.added[0].id}/assign`, { tenantId: tenant.id });
    tenants[number] = tenant;
  }
  await app.query(
    `insert into trunks (id, name, host, match, emergency) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090', true)`,
    [newId()],
  );
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of ['live_calls', 'calls', 'forwarding', 'ring_group_members', 'ring_groups'])
    await app.query(`delete from ${table}`);
});

async function route(number: string, routing: object): Promise<void> {
  const { path } = tenantOf(number);
  const { body } = await ask('GET', `${path}/dids`);
  const { status } = await ask('PATCH', `${path}/dids/${body.items[0].id}`, { routing });
  expect(status).toBe(200);
}
const tenantOf = (number: string): TestTenant => {
  const tenant = tenants[number];
  if (!tenant) throw new Error(`${number} belongs to nobody`);
  return tenant;
};
/** Sets an unconditional forward for the extension behind a number. */
async function forward(from: string, to: string): Promise<void> {
  const { path, extensionId } = tenantOf(from);
  await route(from, { kind: 'extension', id: extensionId('101') });
  const always = { kind: 'external', number: to };
  expect((await ask('PUT', `${path}/extensions/${extensionId('101')}/forwarding`, { always })).status).toBe(200);
}

type Sent = { to: string; shows: string };
/** The outside numbers that an inbound call rings, or the reason of its refusal. */
async function callIn(number: string, caller: string): Promise<Sent[] | string> {
  const decision = await admit(app.db, 'node', carrierArrival(number, { caller: { number: caller, name: '' } }));
  if (decision.kind !== 'connect') return decision.kind === 'refuse' ? decision.reason : decision.kind;
  return decision.attempts.flatMap(({ targets, callerId }) =>
    targets
      .filter((target): target is TrunkTarget => target.kind === 'trunk')
      .map((target) => ({ to: target.number, shows: (target.callerId ?? callerId).number })),
  );
}

/**
 * Plays the carrier for one call: how often the call is sent out, and how it ends. The carrier sends the call back to
 * the number that was dialled, or to where a mobile forwards to, with the caller ID that it was given.
 */
async function callInCircle(number: string, mobileForwardsTo = ''): Promise<{ sent: number; ends: Set<string> }> {
  const round = { sent: 0, ends: new Set<string>() };
  const calls: Sent[] = [{ to: number, shows: CUSTOMER }];
  for (let call = calls.shift(); call; call = calls.shift()) {
    const outcome = await callIn(call.to === MOBILE ? mobileForwardsTo : call.to, call.shows);
    if (typeof outcome === 'string') round.ends.add(outcome);
    else calls.push(...outcome);
    round.sent += typeof outcome === 'string' ? 0 : outcome.length;
    if (round.sent > 40) throw new Error('the calls go round and round');
  }
  return round;
}

test('stops a loop of three tenants that forward to each other', async () => {
  await forward(A, B);
  await forward(B, C);
  await forward(C, A);
  expect(await callInCircle(A)).toEqual({ sent: 5, ends: new Set(['unreachable']) });
  // the call is in the history of the tenant where it ended
  expect(await app.query('select tenant_id, from_number, to_number, reason from calls')).toEqual([
    { tenant_id: tenantOf(C).id, from_number: B, to_number: C, reason: 'unreachable' },
  ]);
});

test('stops a loop with a mobile that forwards back', async () => {
  await forward(A, MOBILE);
  expect(await callInCircle(A, A)).toEqual({ sent: 5, ends: new Set(['unreachable']) });
});

test('stops a loop of groups that ring each other’s numbers', async () => {
  for (const [own, other] of [
    [A, B],
    [B, C],
    [C, A],
  ] as const) {
    const { path, extensionId } = tenantOf(own);
    const members = [
      { kind: 'extension', id: extensionId('101') },
      { kind: 'external', number: other },
    ];
    const { body } = await ask('POST', `${path}/groups`, { number: '600', name: 'All', members });
    await route(own, { kind: 'group', id: body.id });
  }
  expect(await callInCircle(A)).toEqual({ sent: 5, ends: new Set(['nobody_available']) });
});

test('lets similar calls through that are not a loop', async () => {
  await forward(A, B);
  await forward(B, MOBILE);
  // Many callers at once, each forwarded twice. All of them ring.
  for (let n = 0; n < 8; n++) {
    expect(await callIn(A, `+1555123000${n}`)).toEqual([{ to: B, shows: A }]);
    expect(await callIn(B, A)).toEqual([{ to: MOBILE, shows: B }]);
  }
  await forward(B, A);
  for (let n = 0; n < 2; n++) expect(await callIn(B, `+1555123001${n}`)).toEqual([{ to: A, shows: B }]);
});

test('does not count answered calls as part of a loop', async () => {
  await forward(A, B);
  await forward(B, C);
  await forward(C, A);
  for (const [to, caller] of [
    [A, CUSTOMER],
    [B, A],
    [C, B],
    [A, C],
    [B, A],
  ] as const)
    expect(await callIn(to, caller)).toHaveLength(1);
  await app.query('update live_calls set answered_at = now()');
  expect(await callIn(C, B)).toEqual([{ to: A, shows: C }]);
});
