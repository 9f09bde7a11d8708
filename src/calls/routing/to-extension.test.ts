import { describe, expect, test } from 'vitest';
import { callFacts } from '../../../test/call-facts.ts';
import type { Destination } from '../../destinations/contract.ts';
import type { Journey } from '../model/decision.ts';
import type { Callee, CalleeRules } from './facts.ts';
import { forwardedCallerId, toExtension } from './to-extension.ts';

const AT = '2026-03-01T12:00:00.000Z';
const ORIGIN = { number: '+15551230000', name: 'Ann', restricted: false };
const PARTY = { extensionId: null, number: '+15551230000' };
const journey: Journey = { facts: callFacts(), party: PARTY, origin: ORIGIN, path: [], at: AT, encryptedCaller: false };
const PHONE = 'sip:102@192.0.2.1:5060';
const to = (id: string): Destination => ({ kind: 'extension', id });
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

const callee = (rules: Partial<CalleeRules> = {}, contacts = [PHONE]): Callee => ({
  id: 'e102',
  number: '102',
  sipUsername: 'bakery-102',
  ringSeconds: 25,
  encryptedOnly: false,
  contacts,
  rules: { ...RULES, ...rules },
});

/** What happens to a call: `rings`, where it is forwarded and why, or the reason of its refusal. */
function next(rules: Partial<CalleeRules>, contacts?: string[]): string {
  const decision = toExtension(callee(rules, contacts), journey);
  if (decision.kind === 'refuse') return decision.reason;
  if (decision.kind !== 'onward') return 'rings';
  const { to: target, forwarded } = decision.nextHop;
  return `${forwarded?.because} ${'id' in target ? target.id : ''}`;
}

describe('a call to an extension', () => {
  test.each<[string, Partial<CalleeRules>, string[] | undefined, string]>([
    ['rings it', {}, undefined, 'rings'],
    ['rings it during another call', { inCall: true }, undefined, 'rings'],
    ['is busy without call waiting', { inCall: true, callWaiting: false }, undefined, 'busy'],
    ['uses the busy forward then', { inCall: true, callWaiting: false, busy: to('b') }, undefined, 'busy b'],
    ['is refused by do not disturb', { doNotDisturb: true }, undefined, 'busy'],
    ['uses the busy forward in do not disturb', { doNotDisturb: true, busy: to('b') }, undefined, 'do_not_disturb b'],
    ['do not disturb comes before a forward', { doNotDisturb: true, always: to('a') }, undefined, 'busy'],
    ['is always forwarded', { always: to('a'), busy: to('b') }, undefined, 'always a'],
    ['finds no phone', {}, [], 'unreachable'],
    ['uses the unreachable forward without a phone', { unreachable: to('u') }, [], 'unreachable u'],
    ['ends in its mailbox', { mailboxId: 'm' }, [], 'unreachable m'],
    ['prefers a forward to its mailbox', { unreachable: to('u'), mailboxId: 'm' }, [], 'unreachable u'],
  ])('%s', (_, rules, contacts, expected) => expect(next(rules, contacts)).toBe(expected));

  test('has exits, with the mailbox where no forward is set, and rings as long as the forward says', () => {
    const rules = { noAnswer: to('n'), noAnswerSeconds: 10, mailboxId: 'm' };
    expect(toExtension(callee(rules), journey)).toMatchObject({
      attempts: [{ ringSeconds: 10 }],
      exits: {
        by: { extensionId: 'e102', number: '102' },
        to: { busy: { kind: 'mailbox' }, noAnswer: to('n'), unreachable: { kind: 'mailbox' } },
      },
    });
    expect(toExtension(callee({ noAnswerSeconds: 10 }), journey)).toMatchObject({ attempts: [{ ringSeconds: 25 }] });
  });

  test('does not return to an extension that forwarded it', () => {
    const path = [
      { event: 'forwarded', at: AT, extensionId: 'e102', number: '102', because: 'always', to: '103' } as const,
    ];
    expect(toExtension(callee(), { ...journey, path })).toMatchObject({ kind: 'refuse', reason: 'unreachable', path });
  });

  test('but does return there if the person who got it transfers it there', () => {
    const path = [
      { event: 'forwarded', at: AT, extensionId: 'e102', number: '102', because: 'busy', to: '103' } as const,
      { event: 'rang', at: AT, extensionId: 'e103', number: '103', until: AT, result: 'answered' } as const,
      { event: 'transferred', at: AT, extensionId: 'e103', number: '103', to: '102', attended: false } as const,
    ];
    expect(toExtension(callee(), { ...journey, path })).toMatchObject({ kind: 'connect' });
  });
});

test('the phone that a call comes from does not ring for it, even after a transfer', () => {
  for (const facts of [callFacts({ extensionId: 'e102' }), callFacts({ extensionId: 'e101' })]) {
    const from = { ...journey, facts, party: { extensionId: 'e102', number: '102' } };
    expect(toExtension(callee(), from)).toMatchObject({ kind: 'refuse', reason: 'unreachable' });
  }
  expect(toExtension(callee(), { ...journey, facts: callFacts({ extensionId: 'e102' }) })).toMatchObject({
    kind: 'connect',
  });
});

test('a forwarded call shows the caller and who was called first', () => {
  const path = ['101', '102'].map(
    (number) => ({ event: 'forwarded', at: AT, extensionId: number, number, because: 'always', to: 'x' }) as const,
  );
  expect(forwardedCallerId(ORIGIN, [])).toEqual(ORIGIN);
  expect(forwardedCallerId(ORIGIN, path)).toEqual({ ...ORIGIN, name: 'Ann for 101' });
  expect(forwardedCallerId({ ...ORIGIN, name: '' }, path).name).toBe('+15551230000 for 101');
  expect(forwardedCallerId({ ...ORIGIN, name: '', restricted: true }, path).name).toBe('Anonymous for 101');
});
