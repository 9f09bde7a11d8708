import { describe, expect, test } from 'vitest';
import { callFacts } from '../../../test/call-facts.ts';
import type { Strategy } from '../../groups/contract.ts';
import { linesOf, withinLines } from '../admission/outside-lines.ts';
import type { Connect, Journey, Target } from '../model/decision.ts';
import type { Callee, CalleeRules, GroupFacts, GroupMember, OutsideFacts } from './facts.ts';
import { toGroup } from './to-group.ts';

const AT = '2026-03-01T12:00:00.000Z';
const ORIGIN = { number: '+15551230000', name: 'Ann', restricted: false };
const journey: Journey = {
  facts: callFacts({ direction: 'inbound', extensionId: null, from: '+15551230000' }),
  party: { extensionId: null, number: '+15551230000' },
  origin: ORIGIN,
  path: [],
  at: AT,
  encryptedCaller: false,
};
const RULES: CalleeRules = {
  doNotDisturb: false,
  callWaiting: true,
  inCall: false,
  always: null,
  busy: null,
  noAnswer: null,
  unreachable: null,
  noAnswerSeconds: null,
  confirm: false,
  mailboxId: null,
};
const OUTSIDE: OutsideFacts = {
  tenant: { id: 'bakery', status: 'ACTIVE', defaultCnam: 'BAKERY', country: 'US' },
  did: { id: 'did', number: '+12125550101' },
  outbound: null,
  carriers: [
    { id: 'one', emergency: true },
    { id: 'two', emergency: true },
  ],
};

type MemberOptions = {
  rules?: Partial<CalleeRules>;
  inCall?: boolean;
  contacts?: string[];
  idleSince?: string | null;
  encryptedOnly?: boolean;
};
function phone(number: string, options: MemberOptions = {}): GroupMember {
  const {
    rules = {},
    contacts = [`sip:${number}@192.0.2.1:5060`],
    idleSince = null,
    encryptedOnly = false,
    inCall = false,
  } = options;
  const callee: Callee = {
    id: `e${number}`,
    number,
    sipUsername: `bakery-${number}`,
    ringSeconds: 60,
    encryptedOnly,
    contacts,
    rules: { ...RULES, ...rules },
  };
  return { kind: 'extension', callee, inCall, idleSince };
}
const outside = (number = '+13105550000'): GroupMember => ({ kind: 'external', number });

const group = (members: GroupMember[], more: Partial<GroupFacts> = {}): GroupFacts => ({
  id: 'g600',
  number: '600',
  name: 'Sales',
  strategy: 'all',
  ringSeconds: 20,
  confirm: true,
  fallback: { kind: 'none' },
  members,
  ...more,
});

const nameOf = (target: Target): string =>
  target.kind === 'contact' ? target.extension.number : `${target.number}@${target.trunkId}`;
const rings = (decision: Pick<Connect, 'attempts'>): string[][] =>
  decision.attempts.map(({ targets }) => targets.map(nameOf));

/** The members that ring, attempt by attempt, or the reason of a refusal, or where the call goes next. */
function next(facts: GroupFacts, from: Journey = journey, by: OutsideFacts = OUTSIDE): string[][] | string {
  const decision = toGroup(facts, by, from);
  if (decision.kind === 'connect') return rings(decision);
  if (decision.kind === 'refuse') return decision.reason;
  if (decision.kind !== 'onward') return decision.kind;
  return `${decision.nextHop.forwarded?.because} ${decision.nextHop.to.kind}`;
}

describe('the strategies', () => {
  const members = [
    phone('101', { idleSince: '2026-03-01T11:00:00.000Z' }),
    phone('102', { idleSince: '2026-03-01T09:00:00.000Z' }),
    phone('103'),
    phone('104', { idleSince: '2026-03-01T08:00:00.000Z', inCall: true }),
  ];
  test.each([
    ['all', [['101', '102', '103', '104']]],
    ['in_order', [['101'], ['102'], ['103'], ['104']]],
    // Members that never had a call come first, then by the end of the last call. Members in a call come last.
    ['longest_idle', [['103'], ['102'], ['101'], ['104']]],
  ] as const)('%s', (strategy, expected) => expect(next(group(members, { strategy }))).toEqual(expected));

  test('ring all phones of an extension for as long as the group rings', () => {
    const decision = toGroup(
      group([phone('101', { contacts: ['sip:a@192.0.2.1:1', 'sip:b@192.0.2.1:2'] })]),
      OUTSIDE,
      journey,
    );
    expect(decision).toMatchObject({ kind: 'connect', attempts: [{ ringSeconds: 20 }], inOrder: true });
    expect(decision.kind === 'connect' && rings(decision)).toEqual([['101', '101']]);
  });
});

describe('a member that can’t take the call is left out', () => {
  const other = phone('102');
  test.each<[string, GroupMember, Partial<Journey>]>([
    ['in do not disturb', phone('101', { rules: { doNotDisturb: true } }), {}],
    ['busy', phone('101', { rules: { inCall: true, callWaiting: false } }), {}],
    ['without a phone', phone('101', { contacts: [] }), {}],
    ['the caller itself', phone('101'), { party: { extensionId: 'e101', number: '101' } }],
    [
      'one that forwarded the call here',
      phone('101'),
      { path: [{ event: 'forwarded', at: AT, extensionId: 'e101', number: '101', because: 'busy', to: '600' }] },
    ],
    ['a number that may not be called', outside('+19005550177'), {}],
    ['the number that calls', outside('+15551230000'), {}],
  ])('%s', (_, member, more) => expect(next(group([member, other]), { ...journey, ...more })).toEqual([['102']]));

  test('but one in a call with call waiting rings', () => {
    expect(next(group([phone('101', { rules: { inCall: true } })]))).toEqual([['101']]);
  });

  test('and the own forwards of a member are ignored', () => {
    const always = { kind: 'extension', id: 'e109' } as const;
    const member = phone('101', { rules: { always, noAnswer: always, mailboxId: 'm' } });
    expect(next(group([member]))).toEqual([['101']]);
    expect(toGroup(group([member]), OUTSIDE, journey)).toMatchObject({
      exits: { to: { busy: { kind: 'none' }, noAnswer: { kind: 'none' }, unreachable: { kind: 'none' } } },
    });
  });
});

describe('with nobody to ring', () => {
  test('the call goes to the fallback at once', () => {
    const fallback = { kind: 'mailbox', id: 'm' } as const;
    expect(next(group([], { fallback }))).toBe('unreachable mailbox');
    expect(next(group([phone('101', { contacts: [] })], { fallback }))).toBe('unreachable mailbox');
  });
  test('without a fallback the caller hears that nobody is available', () =>
    expect(next(group([]))).toBe('nobody_available'));
});

test('a group that the call has already gone through does not ring again', () => {
  const path = [{ event: 'group', at: AT, groupId: 'g600', number: '600', name: 'Sales' } as const];
  expect(next(group([phone('101')]), { ...journey, path })).toBe('unreachable');
  // unless a member has answered and sends it there again
  const rang = { event: 'rang', at: AT, extensionId: 'e102', number: '102', until: AT, result: 'answered' } as const;
  expect(next(group([phone('101')]), { ...journey, path: [...path, rang] })).toEqual([['101']]);
});

test('the phones show the caller and the group, and the path has the group', () => {
  expect(toGroup(group([phone('101')]), OUTSIDE, journey)).toMatchObject({
    path: [{ event: 'group', groupId: 'g600', number: '600', name: 'Sales' }],
    attempts: [{ callerId: { number: '+15551230000', name: 'Ann for Sales' } }],
    exits: { by: { extensionId: null, number: '600' } },
  });
});

describe('outside members', () => {
  test('get one of our numbers, press 1, and take a line', () => {
    const decision = toGroup(group([phone('101'), outside()]), OUTSIDE, journey);
    expect(decision).toMatchObject({
      usesLine: true,
      attempts: [
        {
          targets: [
            { kind: 'contact' },
            { number: '+13105550000', callerId: { number: '+12125550101' }, confirm: true, earlyMedia: false },
          ],
        },
      ],
    });
  });
  test.each<[Strategy, number, string[][] | null]>([
    ['all', 5, [['101', '+13105550000@one', '+13105550001@one']]],
    ['all', 1, [['101', '+13105550000@one']]],
    ['all', 0, [['101']]],
    ['in_order', 1, [['101'], ['+13105550000@one'], ['+13105550001@one']]],
    ['in_order', 0, [['101']]],
  ])('of %s ring only as many at once as there are free lines: %i', (strategy, free, expected) => {
    const members = [phone('101'), outside(), outside('+13105550001')];
    const decision = toGroup(group(members, { strategy }), OUTSIDE, journey);
    if (decision.kind !== 'connect') throw new Error(decision.kind);
    const left = withinLines(decision, free);
    expect(left && rings(left)).toEqual(expected);
    expect(left && linesOf(left)).toBe(Math.min(free, strategy === 'all' ? 2 : 1));
  });
  test('leave nobody to ring without inside members and lines', () => {
    const decision = toGroup(group([outside()]), OUTSIDE, journey);
    expect(decision.kind === 'connect' && withinLines(decision, 0)).toBeNull();
  });
  test.each<[string, Partial<OutsideFacts>]>([
    ['no caller ID', { did: null }],
    ['no trunk', { carriers: [] }],
  ])('are left out with %s', (_, more) => {
    expect(next(group([phone('101'), outside()]), journey, { ...OUTSIDE, ...more })).toEqual([['101']]);
  });
});

test('an encrypted-only member does not change the others', () => {
  const decision = toGroup(
    group([phone('101', { encryptedOnly: true, contacts: ['sip:a@192.0.2.1:1;transport=tls'] }), phone('102')]),
    OUTSIDE,
    journey,
  );
  const targets = decision.kind === 'connect' ? decision.attempts[0].targets : [];
  expect(targets.filter((target) => target.kind === 'contact' && target.extension.number === '102')).toMatchObject([
    { encrypted: false },
  ]);
});
