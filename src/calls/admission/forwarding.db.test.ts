import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { registerPhone } from '../../../test/contacts.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Decision, Target } from '../model/decision.ts';
import { saveProgress } from '../records/call-records.ts';
import { admit } from './admission.ts';

// How stored forwards and groups route calls. The rules themselves are tested in routing/to-extension.test.ts and
// routing/to-group.test.ts.

const DID = '+12125550101';
const OUTSIDE = { kind: 'external', number: '+13105550000' } as const;

let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;

beforeAll(async () => {
  app = await createTestApp();
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
  shop = await createTenant(admin, { prefix: 'bakery', extensions: ['101', '102', '103'] });
  const { body } = await admin('POST', '/dids', { numbers: [DID] });
  await admin('POST', `/dids/${body.added[0].id}/assign`, { tenantId: shop.id });
  await route(phone('101'));
  await app.query(
    `insert into trunks (id, name, host, match, emergency) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090', true)`,
    [newId()],
  );
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of [
    'live_calls',
    'calls',
    'asterisk.ps_contacts',
    'forwarding',
    'ring_group_members',
    'ring_groups',
  ])
    await app.query(`delete from ${table}`);
  await app.query('update extensions set call_waiting = true');
  for (const number of ['101', '102', '103']) await register(number);
  await route(phone('101'));
});

const phone = (number: string) => ({ kind: 'extension', id: shop.extensionId(number) }) as const;
const register = (number: string) => registerPhone(app.query, `${shop.prefix}-${number}`);
const unplug = (number: string) =>
  app.query('delete from asterisk.ps_contacts where endpoint = $1', [`${shop.prefix}-${number}`]);
async function route(routing: object): Promise<void> {
  const { body } = await admin('GET', `${shop.path}/dids`);
  await admin('PATCH', `${shop.path}/dids/${body.items[0].id}`, { routing });
}
async function forward(number: string, settings: object): Promise<void> {
  const { status } = await admin('PUT', `${shop.path}/extensions/${shop.extensionId(number)}/forwarding`, settings);
  expect(status).toBe(200);
}
async function group(more: object = {}): Promise<{ kind: 'group'; id: string }> {
  const members = ['101', '102', '103'].map(phone);
  const { body } = await admin('POST', `${shop.path}/groups`, { number: '600', name: 'Sales', members, ...more });
  return { kind: 'group', id: body.id };
}
const dial = (dialled: string, from = '103') =>
  admit(app.db, 'node', phoneArrival(dialled, { tenantId: shop.id, endpoint: `bakery-${from}` }));
const callIn = () => admit(app.db, 'node', carrierArrival(DID));

function endOf(decision: Decision): string {
  if (decision.kind === 'refuse') return decision.reason;
  if (decision.kind !== 'connect') return decision.kind;
  const nameOf = (target: Target) => (target.kind === 'contact' ? target.extension.number : target.number);
  return decision.attempts.map(({ targets }) => targets.map(nameOf).join('+')).join(' then ');
}

/**
 * The parties that a call rings, attempt by attempt, or the reason of its refusal, followed by its forwards:
 * `always>102`.
 */
function story(decision: Decision): string {
  const path = (decision.path ?? []).map((step) =>
    step.event === 'forwarded'
      ? `${step.number} ${step.because} ${step.to}`
      : step.event === 'group'
        ? `group ${step.number}`
        : step.event,
  );
  return [...path, endOf(decision)].join(', ');
}

test('each kind of forward forwards internal and inbound calls', async () => {
  await forward('101', { always: phone('102') });
  expect(story(await dial('101'))).toBe('101 always 102, 102');
  expect(story(await callIn())).toBe('101 always 102, 102');
  await forward('101', { unreachable: OUTSIDE, busy: phone('102') });
  expect(story(await callIn())).toBe('101');
  await unplug('101');
  expect(story(await callIn())).toBe('101 unreachable +13105550000, +13105550000');
  await register('101');
  await forward('101', { noAnswer: phone('102'), noAnswerSeconds: 7, doNotDisturb: false });
  expect(await dial('101')).toMatchObject({
    attempts: [{ ringSeconds: 7 }],
    exits: { to: { noAnswer: phone('102') } },
  });
});

test('an extension’s mailbox takes its calls while its voicemail is on, and only then', async () => {
  const turn = (voicemailEnabled: boolean) =>
    admin('PATCH', `${shop.path}/extensions/${shop.extensionId('101')}`, { voicemailEnabled });
  const exits = async () => {
    const decision = await callIn();
    return decision.kind === 'connect' ? decision.exits?.to.noAnswer : undefined;
  };
  expect(await exits()).toBeFalsy();
  await turn(true);
  expect(await exits()).toMatchObject({ kind: 'mailbox' });
  await unplug('101');
  expect(endOf(await callIn())).toBe('mailbox');
  await turn(false);
  expect(endOf(await callIn())).toBe('unreachable');
});

test('a forward to an outside number is checked against the current outbound rules', async () => {
  await forward('101', { always: OUTSIDE });
  expect(story(await callIn())).toBe('101 always +13105550000, +13105550000');
  await app.query(`update outbound_permissions set classes = '{}'`);
  expect(story(await callIn())).toBe('101 always +13105550000, not_permitted');
  await app.query(`update outbound_permissions set classes = '{tollFree,domestic}'`);
});

test('do not disturb, and a busy phone without call waiting, give busy or use the busy forward', async () => {
  await forward('101', { doNotDisturb: true });
  expect(story(await callIn())).toBe('busy');
  await forward('101', { doNotDisturb: true, busy: phone('102') });
  expect(story(await callIn())).toBe('101 do_not_disturb 102, 102');
  await forward('101', { busy: phone('102') });
  expect(story(await dial('3105550001', '101'))).toBe('+13105550001');
  expect(story(await callIn())).toBe('101');
  await admin('PATCH', `${shop.path}/extensions/${shop.extensionId('101')}`, { callWaiting: false });
  expect(story(await callIn())).toBe('101 busy 102, 102');
  expect(story(await dial('101'))).toBe('101 busy 102, 102');
});

test('an emergency callback rings the phone that called, despite do not disturb and forwards', async () => {
  await forward('101', { doNotDisturb: true, always: OUTSIDE });
  const emergency = await dial('911', '101');
  expect(emergency).toMatchObject({ kind: 'connect', facts: { callbackNumber: DID } });
  expect(story(await callIn())).toBe('101');
});

test('an emergency callback rings the members of a group together with the phone, whatever their settings', async () => {
  await dial('911', '101');
  await route(await group({ members: ['102', '103'].map(phone), strategy: 'in_order' }));
  await forward('102', { doNotDisturb: true });
  expect(story(await callIn())).toBe('group 600, 101+102+103');
  await unplug('101');
  expect(story(await callIn())).toBe('group 600, 102+103');
});

test('a call ends if two extensions forward to each other', async () => {
  await forward('101', { always: phone('102') });
  await forward('102', { always: phone('101') });
  expect(story(await callIn())).toBe('101 always 102, 102 always 101, unreachable');
});

test('a call is never forwarded to the number that it comes from', async () => {
  await forward('101', { always: { kind: 'external', number: '+13105550009' } });
  for (const number of ['+13105550009', '13105550009', '3105550009'])
    expect(story(await admit(app.db, 'node', carrierArrival(DID, { caller: { number, name: '' } })))).toBe(
      '101 always +13105550009, unreachable',
    );
});

test('a group is reached by its extension number, by a phone number, and by a forward', async () => {
  const sales = await group();
  expect(story(await dial('600'))).toBe('group 600, 101+102');
  await route(sales);
  expect(story(await callIn())).toBe('group 600, 101+102+103');
  await route(phone('101'));
  await forward('101', { always: sales });
  expect(story(await callIn())).toBe('101 always 600, group 600, 102+103');
});

test('a group skips members that can’t take the call, and falls back at once if none can', async () => {
  const sales = await group({ members: ['101', '102'].map(phone), fallback: phone('103') });
  await route(sales);
  await forward('101', { doNotDisturb: true });
  expect(story(await callIn())).toBe('group 600, 102');
  await unplug('102');
  expect(story(await callIn())).toBe('group 600, 600 unreachable 103, 103');
  await unplug('103');
  expect(story(await callIn())).toBe('group 600, 600 unreachable 103, unreachable');
});

test('a group without a fallback announces that nobody is available, and the call counts as missed', async () => {
  await route(await group());
  for (const number of ['101', '102', '103']) await unplug(number);
  expect(story(await callIn())).toBe('group 600, nobody_available');
  expect(await app.query('select outcome, reason from calls')).toEqual([
    { outcome: 'missed', reason: 'nobody_available' },
  ]);
});

test('a call ends if two groups fall back to each other', async () => {
  const one = await group({ members: [phone('101')] });
  const { body: two } = await admin('POST', `${shop.path}/groups`, {
    number: '601',
    name: 'Support',
    members: [phone('102')],
    fallback: one,
  });
  await admin('PATCH', `${shop.path}/groups/${one.id}`, { fallback: { kind: 'group', id: two.id } });
  for (const number of ['101', '102']) await unplug(number);
  await route(one);
  expect(story(await callIn())).toMatch(/, unreachable$/);
});

test('longest idle uses the end of each member’s last answered call', async () => {
  const ended = (
    number: string,
    minutesAgo: number,
    more: { called?: string; answered?: string; direction?: string },
  ) =>
    app.query(
      `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, answered_extension_id,
         admitted_at, answered_at, ended_at, cause)
       values ($1, $2, $3, false, 'x', $4, $5, $6, now() - $7 * interval '1 minute', now(), now() - $7 * interval '1 minute', 16)`,
      [
        newId(),
        shop.id,
        more.direction ?? 'outbound',
        more.called ?? 'x',
        shop.extensionId(number),
        more.answered ? shop.extensionId(more.answered) : null,
        minutesAgo,
      ],
    );
  await route(await group({ strategy: 'longest_idle' }));
  expect(story(await callIn())).toBe('group 600, 101 then 102 then 103');
  await ended('101', 30, {});
  expect(story(await callIn())).toBe('group 600, 102 then 103 then 101');
  // an internal call to 102 counts for 102, and so does an inbound call to 103 that 102 answered
  await ended('101', 40, { direction: 'internal', called: '102', answered: '102' });
  expect(story(await callIn())).toBe('group 600, 103 then 102 then 101');
  await ended('103', 20, { direction: 'inbound', answered: '102' });
  expect(story(await callIn())).toBe('group 600, 103 then 101 then 102');
});

describe('outside members of a group', () => {
  const outside = (n: number) => ({ kind: 'external', number: `+1310555000${n}` }) as const;
  const atMost = (ofTenant: number, ofExtension = 4) =>
    app.query('update outbound_permissions set max_concurrent = $1, max_concurrent_per_extension = $2', [
      ofTenant,
      ofExtension,
    ]);
  const lines = () =>
    app.query<{ outside_lines: unknown }>('select outside_lines, uses_line from live_calls order by id');
  afterEach(() => atMost(10));

  test('ring only if a line is free for them, and inside members always ring', async () => {
    await route(await group({ members: [phone('101'), outside(1), outside(2), outside(3)] }));
    await atMost(5);
    expect(story(await callIn())).toBe('group 600, 101++13105550001++13105550002++13105550003');
    expect(story(await callIn())).toBe('group 600, 101++13105550001++13105550002');
    expect(story(await callIn())).toBe('group 600, 101');
    expect(await lines()).toEqual([
      { outside_lines: [null, null, null], uses_line: true },
      { outside_lines: [null, null], uses_line: true },
      { outside_lines: [], uses_line: false },
    ]);
  });

  test('take one line in total if they ring one after the other', async () => {
    await route(await group({ members: [outside(1), outside(2)], strategy: 'in_order' }));
    expect(story(await callIn())).toBe('group 600, +13105550001 then +13105550002');
    expect(await lines()).toEqual([{ outside_lines: [null], uses_line: true }]);
  });

  test('take lines of the calling extension, as a call that is forwarded outside does', async () => {
    await group({ members: [outside(1), outside(2), outside(3)] });
    await forward('101', { always: OUTSIDE });
    await atMost(10, 2);
    expect(story(await dial('600'))).toBe('group 600, +13105550001++13105550002');
    expect(await dial('3105550009')).toMatchObject({ reason: 'too_many_calls' });
    expect(await dial('101')).toMatchObject({ reason: 'too_many_calls' });
    expect(story(await dial('3105550009', '102'))).toBe('+13105550009');
    // the line of a forwarded inbound call counts towards no extension
    expect(story(await callIn())).toBe('101 always +13105550000, +13105550000');
  });

  test('release the lines that the call no longer needs once somebody answers', async () => {
    await group({ members: [phone('101'), outside(1), outside(2)] });
    const answered = async (of: number) => {
      const decision = await dial('600');
      if (decision.kind !== 'connect') throw new Error(decision.kind);
      const facts = { ...decision.facts, destination: 'domestic' as const };
      await saveProgress(app.db, [{ type: 'saveLines', facts, lines: of, callerOnLine: false }]);
    };
    await answered(1);
    await answered(0);
    expect(await app.query('select outside_lines, uses_line, destination_class from live_calls order by id')).toEqual([
      { outside_lines: [shop.extensionId('103')], uses_line: true, destination_class: 'domestic' },
      { outside_lines: [], uses_line: false, destination_class: 'domestic' },
    ]);
  });

  test('a live row from an earlier release, without lines, still counts', async () => {
    await route(await group({ members: [outside(1), outside(2), outside(3)] }));
    await callIn();
    await app.query('update live_calls set outside_lines = null, second_line = true');
    await atMost(4);
    expect(story(await callIn())).toBe('group 600, +13105550001++13105550002');
  });
});
