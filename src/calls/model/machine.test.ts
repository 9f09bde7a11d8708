import { describe, expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts, phoneTarget } from '../../../test/call-facts.ts';
import { dialString } from '../../call-control/ari/dial-string.ts';
import { CAUSE, REFUSALS, type RefusalReason } from '../rules.ts';
import * as admitting from '../scenes/admitting.ts';
import type { Step } from '../scenes/step.ts';
import type { CallFacts } from './call-facts.ts';
import type { Call, SceneKind } from './call.ts';
import type { Command } from './command.ts';
import type { Connect, Decision, Target } from './decision.ts';
import type { Event } from './event.ts';
import { step } from './machine.ts';

const AT = '2026-03-01T12:00:00.000Z';
const ID = '01960000-0000-7000-8000-00000000ca11';
const TENANT = '01960000-0000-7000-8000-00000000000a';
const [LEG1, LEG2] = [`${ID}.1`, `${ID}.2`];

const arrival = phoneArrival('102', {
  tenantId: TENANT,
  emergency: { trunkIds: ['1'], callback: '+12125550101', country: null },
});
const facts = callFacts({ id: ID, tenantId: TENANT, extensionId: 'e101', admittedAt: AT });
const callerId = { number: '101', name: 'Counter', restricted: false };
const phone = (uri: string, encrypted = false): Target => phoneTarget(`sip:${uri}`, encrypted);
const carrier = (trunkId: string): Target => ({ kind: 'trunk', trunkId, number: '+12125559999', earlyMedia: true });
const attempt = (...targets: Target[]) => ({ targets, callerId, ringSeconds: 25 });

const toPhone: Connect = { kind: 'connect', facts, origin: callerId, attempts: [attempt(phone('a'))] };
const toTwoPhones: Connect = { ...toPhone, attempts: [attempt(phone('a'), phone('b'))] };
const outbound: CallFacts = { ...facts, direction: 'outbound', to: '+12125559999' };
const toCarriers: Connect = {
  ...toPhone,
  facts: outbound,
  attempts: [attempt(carrier('one')), attempt(carrier('two'))],
};
const emergency: Connect = { ...toCarriers, facts: { ...outbound, emergency: true, to: '911' } };

/** Plays events to a new inbound call. Returns the call and all its commands, also in short form. */
function transcript(...events: Event[]): { call: Call; commands: string[]; done: Command[] } {
  const take = ({ call, commands }: Step) => {
    done.push(...commands.flat());
    return call;
  };
  const done: Command[] = [];
  let call = take(admitting.enter(arrival));
  for (const event of events) call = take(step(call, event, AT));
  return { call, commands: done.map(short), done };
}

/** The scene as `{ scene: { kind, … } }`, to compare a call with. */
const inScene = (kind: SceneKind, fields: object = {}) => ({ scene: { kind, ...fields } });

function short(command: Command): string {
  const { type, target, ...rest } = command as Command & Record<string, unknown> & { target?: Target };
  const endpoint = target && dialString(target);
  const words = [rest.channel ?? rest.leg ?? rest.bridge, rest.sounds, endpoint, rest.cause, rest.seconds];
  if (type === 'join' || type === 'leave' || type === 'tearDown') words.push(...(rest.channels as string[]));
  return [type, ...words.filter((word) => word !== undefined && word !== null).map(String)].join(' ');
}

const decided = (decision: Decision): Event => ({ type: 'decided', decision });
const ready = (leg: string): Event => ({ type: 'ready', leg });
const ringing = (leg: string): Event => ({ type: 'ringing', leg });
const answered = (leg: string, codecs = ['ulaw']): Event => ({ type: 'answered', leg, codecs });
const gone = (channel: string, cause = 16, status?: number): Event => ({
  type: 'channelEnded',
  channel,
  cause,
  ...(status !== undefined && { status }),
});

const opening = ['admit', `openBridge ${ID}`];
/** Hangs up these channels and records the call. */
const ending = (cause: number, ...channels: string[]): string[] => [
  [`tearDown ${ID} ${cause}`, ...channels].join(' '),
  `saveEnd ${cause}`,
];

describe('a call between two phones', () => {
  test('rings, is answered, and ends when the caller hangs up', () => {
    const { call, commands, done } = transcript(
      decided(toPhone),
      ready(LEG1),
      ringing(LEG1),
      ringing(LEG1),
      answered(LEG1),
      gone('caller'),
    );
    expect(commands).toEqual([
      ...opening,
      `createLeg ${LEG1} PJSIP/bakery-102/sip:a`,
      `dial ${LEG1} 25`,
      'ring caller',
      'answer caller',
      `join ${ID} caller ${LEG1}`,
      'saveAnswer',
      'wait',
      ...ending(16, LEG1),
    ]);
    expect(call).toEqual({ caller: 'caller', scene: { kind: 'ended' } });
    expect(done.at(-1)).toMatchObject({ type: 'saveEnd', answeredAt: AT });
  });

  test('ends when the callee hangs up', () => {
    const { commands } = transcript(decided(toPhone), ready(LEG1), answered(LEG1), gone(LEG1));
    expect(commands.slice(-2)).toEqual(ending(16, 'caller'));
  });

  test('hangs up a caller that has hung up, whose channel could otherwise stay for ever during an answer', () => {
    const { commands } = transcript(
      decided(toPhone),
      ready(LEG1),
      answered(LEG1),
      { type: 'hangupRequested', channel: 'caller' },
      gone('caller'),
    );
    expect(commands.slice(-2)).toEqual(ending(16, 'caller', LEG1));
  });

  test('stops ringing when the caller gives up', () => {
    const { commands, done } = transcript(decided(toPhone), ready(LEG1), ringing(LEG1), gone('caller'));
    expect(commands.slice(-2)).toEqual(ending(16, LEG1));
    expect(done.at(-1)).toMatchObject({ type: 'saveEnd', answeredAt: null });
  });

  test.each([
    ['busy', 17, CAUSE.busy],
    ['declined', 21, CAUSE.rejected],
    ['not answered in time', 16, CAUSE.noAnswer],
    ['not answered, without a cause', 0, CAUSE.noAnswer],
    ['no longer there', 20, CAUSE.unreachable],
    ['a cause without a SIP status', 41, CAUSE.congestion],
  ])('%s: cause %i becomes %i for the caller', (_, cause, given) => {
    const { commands } = transcript(decided(toPhone), ready(LEG1), gone(LEG1, cause));
    expect(commands.slice(-2)).toEqual(ending(given, 'caller'));
  });

  test('rings every phone of the extension; the first to answer gets it, and the others stop as answered elsewhere', () => {
    const { call, commands } = transcript(
      decided(toTwoPhones),
      ready(LEG1),
      ready(LEG2),
      ringing(LEG2),
      ringing(LEG1),
      answered(LEG2),
      answered(LEG1),
      gone(LEG1, 26),
    );
    expect(commands.slice(-6)).toEqual([
      'ring caller',
      'answer caller',
      `join ${ID} caller ${LEG2}`,
      `hangUp ${LEG1} 26`,
      'saveAnswer',
      'wait',
    ]);
    expect(call).toMatchObject(inScene('talking', { leg: LEG2 }));
  });

  test('with one phone busy, keeps ringing the other; the caller gets busy if that one does not answer', () => {
    const events = [decided(toTwoPhones), ready(LEG1), ready(LEG2), gone(LEG1, 17)];
    expect(transcript(...events).call).toMatchObject(inScene('dialling', { legs: [{ channel: LEG2 }] }));
    expect(transcript(...events, gone(LEG2, 19)).commands.slice(-2)).toEqual(ending(17, 'caller'));
  });
});

describe('a phone that refuses', () => {
  test.each([
    ['not acceptable', 415, CAUSE.incompatible],
    ['cancelled by the phone', 487, CAUSE.noAnswer],
    ['busy everywhere', 600, CAUSE.busy],
    ['no answer', 408, CAUSE.noAnswer],
  ])('%s (%i) is translated by its SIP status', (_, sip, given) => {
    const { commands } = transcript(decided(toPhone), ready(LEG1), gone(LEG1, 127, sip));
    expect(commands.slice(-2)).toEqual(ending(given, 'caller'));
  });

  test('a redirect (302) to nowhere that we know of is translated by its SIP status', () => {
    const lost = [ready(LEG1), gone(LEG1, 127, 302), ready(LEG2), gone(LEG2, 127, 302)];
    expect(transcript(decided(toPhone), ...lost).commands.slice(-2)).toEqual(ending(CAUSE.unreachable, 'caller'));
  });

  test('by a decline ends the ringing of all phones, and the caller gets a decline', () => {
    const { call } = transcript(decided(toTwoPhones), ready(LEG1), ready(LEG2), ringing(LEG1), ringing(LEG2));
    const { commands } = step(call, gone(LEG1, 21, 603), AT);
    expect(commands.flat()[0]).toEqual({
      type: 'tearDown',
      channels: ['caller', LEG2],
      bridge: ID,
      cause: CAUSE.rejected,
      declined: true,
    });
  });

  test('by a plain rejection does not decline', () => {
    const { call } = transcript(decided(toPhone), ready(LEG1));
    expect(step(call, gone(LEG1, 21, 403), AT).commands.flat()[0]).toMatchObject({ type: 'tearDown', declined: false });
  });

  describe('while another phone of the extension', () => {
    const settled: Event = { type: 'settled', legsMade: 2 };
    const dialled = [decided(toTwoPhones), ready(LEG1), ready(LEG2)];

    test('does not ring yet: it gets a moment, and then the refusal decides', () => {
      const { call, commands } = transcript(...dialled, ringing(LEG1), gone(LEG1, 17, 486));
      expect(commands.at(-1)).toBe('wait');
      expect(step(call, settled, AT).commands.flat().map(short)).toEqual(ending(CAUSE.busy, 'caller', LEG2));
    });

    test('rings, or starts to in that moment: it keeps ringing', () => {
      const rings = transcript(...dialled, ringing(LEG2), gone(LEG1, 17, 486));
      expect(rings.commands).not.toContain('wait');
      const { call } = transcript(...dialled, gone(LEG1, 17, 486), ringing(LEG2));
      expect(step(call, settled, AT)).toEqual({ call, commands: [] });
    });

    test('is still waited for if no person decided', () => {
      expect(transcript(...dialled, gone(LEG1, 20, 480)).commands).not.toContain('wait');
    });
  });
});

describe('a conversation', () => {
  const talk = (decision: Connect): Call => transcript(decided(decision), ready(LEG1), answered(LEG1)).call;
  const inbound: Connect = { ...toPhone, facts: { ...facts, direction: 'inbound' } };
  const commandsOf = (call: Call, event: Event) => step(call, event, AT).commands.flat();

  test('switches to the callee’s codec, except in an emergency call', () => {
    const established: Event = { type: 'established', codec: 'alaw' };
    expect(commandsOf(talk(toPhone), established)[0]).toEqual({ type: 'align', channel: 'caller', codec: 'alaw' });
    expect(commandsOf(talk(toPhone), { type: 'aligned' }).map(short)).toEqual([
      `leave ${ID} ${LEG1} caller`,
      `join ${ID} ${LEG1} caller`,
    ]);
    expect(commandsOf(talk(emergency), established)).toEqual([]);
    for (const codec of ['ulaw', 'g722', null])
      expect(commandsOf(talk(toPhone), { type: 'established', codec })).toEqual([]);
  });

  test('without a certain common codec is inspected before the caller is answered, except in an emergency call', () => {
    const unsure = (decision: Connect) => transcript(decided(decision), ready(LEG1), answered(LEG1, ['ulaw', 'alaw']));
    const { call, commands } = unsure(toPhone);
    expect([call.scene.kind, commands.at(-1)]).toEqual(['dialling', `inspect ${LEG1}`]);
    const inspected = (fit: boolean): Event => ({ type: 'inspected', leg: LEG1, codec: null, fit });
    expect(step(call, inspected(true), AT).call.scene.kind).toBe('talking');
    expect(commandsOf(call, inspected(false)).map(short)).toEqual([`hangUp ${LEG1} 58`, ...ending(58, 'caller')]);
    expect(unsure(emergency).call.scene.kind).toBe('talking');
  });

  test('with a phone that must encrypt is inspected even if its codec is certain', () => {
    const encrypted: Connect = { ...toPhone, attempts: [attempt(phone('a', true))] };
    const { call, commands } = transcript(decided(encrypted), ready(LEG1), answered(LEG1));
    expect([call.scene.kind, commands.at(-1)]).toEqual(['dialling', `inspect ${LEG1}`]);
  });

  test('of a caller that must encrypt ends if its media is not encrypted', () => {
    const call = talk({ ...toPhone, encryptedCaller: true });
    const inspected = (fit: boolean): Event => ({ type: 'inspected', leg: 'caller', codec: null, fit });
    expect(commandsOf(call, { type: 'established', codec: 'ulaw' }).map(short)).toEqual(['inspect caller']);
    expect(step(call, inspected(true), AT).call.scene.kind).toBe('talking');
    expect(commandsOf(call, inspected(false)).map(short)).toEqual(ending(58, 'caller', LEG1));
  });

  test('sends no audio to a party that has put the call on hold, until it resumes', () => {
    expect(commandsOf(talk(toPhone), { type: 'held', channel: LEG1 })).toEqual([{ type: 'mute', channel: LEG1 }]);
    expect(commandsOf(talk(toPhone), { type: 'resumed', channel: LEG1 })).toEqual([{ type: 'unmute', channel: LEG1 }]);
    expect(commandsOf(talk(toPhone), { type: 'held', channel: 'x.1' })).toEqual([]);
  });

  test('asks a silent party whether it is still there, even in an emergency call', () => {
    const silent: Event = { type: 'silent', channel: 'caller' };
    for (const decision of [toPhone, emergency])
      expect(commandsOf(talk(decision), silent)).toEqual([{ type: 'ask', channel: 'caller' }]);
  });

  test('that lasts too long is ended, unless it is an emergency call', () => {
    expect(commandsOf(talk(toPhone), { type: 'overdue' }).map(short)).toEqual(ending(16, 'caller', LEG1));
    expect(commandsOf(talk(emergency), { type: 'overdue' })).toEqual([]);
  });

  test('of an emergency call that is ordered to end asks its phones, but not its carrier', () => {
    const asked = (decision: Connect) => commandsOf(talk(decision), { type: 'hangupOrdered' });
    expect(asked(emergency)).toEqual([{ type: 'ask', channel: 'caller' }]);
    const back = { ...inbound, facts: { ...inbound.facts, emergency: true } };
    expect(asked(back)).toEqual([{ type: 'ask', channel: LEG1 }]);
  });
});

describe('an outbound call', () => {
  test('has early media, and joins no channel again when it is answered', () => {
    const { commands } = transcript(decided(toCarriers), ready(LEG1), ringing(LEG1), answered(LEG1));
    expect(commands).toEqual([
      ...opening,
      `createLeg ${LEG1} PJSIP/+12125559999@trunk-one`,
      'forbidTransfers caller',
      `dial ${LEG1} 25`,
      'answer caller',
      'saveAnswer',
      'wait',
      'allowTransfers caller',
    ]);
    const { commands: dial } = step(transcript(decided(toCarriers)).call, ready(LEG1), AT);
    expect(dial.flat()).toEqual([{ type: 'dial', leg: LEG1, seconds: 25, bridge: ID, caller: 'caller' }]);
  });

  test('tries the next carrier if one fails, but accepts the callee’s own refusal', () => {
    const failed = transcript(decided(toCarriers), ready(LEG1), gone(LEG1, 34));
    expect(failed.commands.at(-1)).toBe(`createLeg ${LEG2} PJSIP/+12125559999@trunk-two`);
    expect(failed.call).toMatchObject(inScene('dialling', { legs: [{ channel: LEG2 }] }));
    const busy = transcript(decided(toCarriers), ready(LEG1), gone(LEG1, 17));
    expect(busy.commands.slice(-2)).toEqual(ending(17, 'caller'));
  });

  test.each([302, 401, 407, 408, 503, 504])('counts a SIP %i as a trunk failure, with any cause', (status) => {
    const failed = transcript(decided(toCarriers), ready(LEG1), { ...gone(LEG1, 21), status } as Event);
    expect(failed.commands.at(-1)).toBe(`createLeg ${LEG2} PJSIP/+12125559999@trunk-two`);
    const all = transcript(decided({ ...toCarriers, attempts: [attempt(carrier('one'))] }), ready(LEG1), {
      ...gone(LEG1, 21),
      status,
    } as Event);
    expect(all.commands.slice(-2)).toEqual(ending(CAUSE.congestion, 'caller'));
  });

  test.each([403, 404, 486, 603])(
    'counts a SIP %i as the callee’s refusal, but still tries the next trunk for 911',
    (status) => {
      const end = { ...gone(LEG1, 34), status } as Event;
      expect(transcript(decided(toCarriers), ready(LEG1), end).call.scene.kind).toBe('ended');
      expect(transcript(decided(emergency), ready(LEG1), end).call).toMatchObject(
        inScene('dialling', { legs: [{ channel: LEG2 }] }),
      );
    },
  );

  test('ends with the last carrier’s failure', () => {
    const { commands } = transcript(decided(toCarriers), ready(LEG1), gone(LEG1, 34), ready(LEG2), gone(LEG2, 38));
    expect(commands.slice(-2)).toEqual(ending(38, 'caller'));
  });
});

test('the channel of an inbound call gets the account code of the number’s tenant', () => {
  const inbound: Connect = { ...toPhone, facts: { ...facts, direction: 'inbound' } };
  const { commands, done } = transcript(decided(inbound));
  expect(commands.at(-1)).toBe('setAccountCode caller');
  expect(done).toContainEqual({ type: 'setAccountCode', channel: 'caller', tenantId: TENANT });
  const note = {
    caller: 'caller',
    callerParty: { extensionId: null, number: '101' },
    facts: inbound.facts,
    party: { extensionId: 'e102', number: '102' },
    path: [],
    exits: null,
    confirm: false,
    joined: null,
    parked: null,
    recalled: null,
    returnTo: null,
    flow: null,
    flowAnswered: false,
  };
  expect(done).toContainEqual(expect.objectContaining({ type: 'createLeg', note }));
});

describe('a call that nobody answers', () => {
  const by = { extensionId: 'e102', number: '102' };
  const extension = (id: string) => ({ kind: 'extension', id }) as const;
  const exits = {
    by,
    to: { busy: extension('b'), noAnswer: extension('n'), unreachable: extension('u') },
    confirm: false,
  };
  const withExits: Connect = { ...toPhone, exits };
  const rerouted = ({ done }: { done: Command[] }) =>
    done.flatMap((command) => (command.type === 'reroute' ? [command.onward] : []));

  test.each([
    [17, 486, 'busy', 'b'],
    [21, 403, 'busy', 'b'],
    [19, 480, 'no_answer', 'n'],
    [16, undefined, 'no_answer', 'n'],
    [20, undefined, 'unreachable', 'u'],
    [18, 503, 'unreachable', 'u'],
  ])('with cause %i and status %s takes the exit %s', (cause, status, because, id) => {
    const gone1 = gone(LEG1, cause, status);
    const played = transcript(decided(withExits), ready(LEG1), ringing(LEG1), gone1);
    expect(played.call.scene.kind).toBe('rerouting');
    expect(rerouted(played)).toMatchObject([
      {
        nextHop: { to: extension(id), forwarded: { by, because } },
        journey: { facts, path: [{ event: 'rang', number: '102' }] },
      },
    ]);
  });

  test('rings at its next destination with new legs, no second ringback, and the same path', () => {
    const path = [{ event: 'forwarded', at: AT, ...by, because: 'no_answer', to: '103' } as const];
    const { call, commands, done } = transcript(
      decided(withExits),
      ready(LEG1),
      ringing(LEG1),
      gone(LEG1, 19),
      decided({ ...toPhone, path }),
      ready(LEG2),
      ringing(LEG2),
      answered(LEG2),
      gone(LEG2),
    );
    expect(commands.filter((command) => command === 'ring caller')).toHaveLength(1);
    expect(commands).toContain(`createLeg ${LEG2} PJSIP/bakery-102/sip:a`);
    expect(done.at(-1)).toMatchObject({
      type: 'saveEnd',
      endedBy: 'callee',
      path: [...path, { event: 'rang', result: 'answered' }],
    });
    expect(call.scene.kind).toBe('ended');
  });

  test('but may not be rerouted: the caller hears why, and the record has the reason', () => {
    const refused: Decision = { kind: 'refuse', reason: 'not_permitted', record: facts };
    const { done } = transcript(decided(withExits), ready(LEG1), gone(LEG1, 19), decided(refused), {
      type: 'played',
      id: 'announcement-caller',
    });
    expect(done.at(-1)).toMatchObject({ type: 'saveEnd', reason: 'not_permitted', path: [{ event: 'rang' }] });
  });

  test('ends at once if its tenant loses service meanwhile', () => {
    const { call } = transcript(decided(withExits), ready(LEG1), gone(LEG1, 19), {
      type: 'serviceStopped',
      tenantId: TENANT,
    });
    expect(call.scene.kind).toBe('ended');
  });

  test('and that a phone redirects counts as forwarded by its extension, and the other phones stop', () => {
    const played = transcript(
      decided(toTwoPhones),
      ready(LEG1),
      ready(LEG2),
      { type: 'redirected', leg: LEG1, to: '103' },
      gone(LEG1, 23, 302),
    );
    expect(rerouted(played)).toMatchObject([
      {
        nextHop: { to: { kind: 'dialled', number: '103' }, forwarded: { by, because: 'phone' } },
        journey: { path: [{ result: 'redirected' }, { result: 'cancelled' }] },
      },
    ]);
    expect(played.commands).toContain(`hangUp ${LEG2} ${CAUSE.noAnswer}`);
  });
});

describe('an outside number that has to press 1', () => {
  const trunk: Target = { kind: 'trunk', trunkId: 'one', number: '+12125559999', earlyMedia: false, confirm: true };
  const confirm: Connect = { ...toPhone, attempts: [attempt(trunk)] };
  const asked = [decided(confirm), ready(LEG1), answered(LEG1)];

  test('is asked when it answers, and gets the call once it has pressed 1', () => {
    const { call, commands } = transcript(...asked);
    expect(commands).toContain(`play ${LEG1} followme/options`);
    expect(call.scene.kind).toBe('dialling');
    const other = transcript(...asked, { type: 'digit', channel: LEG1, digit: '2' });
    expect(other.call.scene.kind).toBe('dialling');
    const pressed = transcript(...asked, { type: 'digit', channel: LEG1, digit: '1' });
    expect(pressed.call.scene.kind).toBe('talking');
    expect(pressed.commands).toContain(`join ${ID} caller ${LEG1}`);
  });

  test('is hung up if it does not, and the call continues as if nobody had answered', () => {
    const { commands } = transcript(...asked, { type: 'unconfirmed', leg: LEG1 });
    expect(commands.slice(-3)).toEqual([`hangUp ${LEG1} 19`, ...ending(19, 'caller')]);
  });
});

describe('an outside number that rings together with a phone, and whose trunk fails', () => {
  const trunk: Target = {
    kind: 'trunk',
    trunkId: 'one',
    otherTrunkIds: ['two'],
    number: '+12125559999',
    earlyMedia: false,
  };
  const both: Connect = { ...toPhone, attempts: [attempt(phone('a'), trunk)] };

  test('is tried by the next trunk, and the phone keeps ringing', () => {
    const rung = [decided(both), ready(LEG1), ready(LEG2), { type: 'ringing', leg: LEG1 } as const];
    const { call, commands } = transcript(...rung, gone(LEG2, 34, 503));
    expect(commands.at(-1)).toBe(`createLeg ${ID}.3 PJSIP/+12125559999@trunk-two`);
    const legs = call.scene.kind === 'dialling' ? call.scene.legs.map(({ channel }) => channel) : [];
    expect(legs).toEqual([LEG1, `${ID}.3`]);
    const again = transcript(...rung, gone(LEG2, 34, 503), ready(`${ID}.3`), gone(`${ID}.3`, 34, 503));
    expect(again.commands.at(-1)).toMatch(/^dial /);
  });

  test('is not tried again if the person declined', () => {
    const { commands } = transcript(decided(both), ready(LEG1), ready(LEG2), gone(LEG2, 17, 486));
    expect(commands.filter((each) => each.startsWith('createLeg'))).toHaveLength(2);
  });
});

describe('group members that ring in order', () => {
  test('are tried one after the other, however the previous one ended', () => {
    const inOrder: Connect = { ...toPhone, inOrder: true, attempts: [attempt(phone('a')), attempt(phone('b'))] };
    const { commands } = transcript(decided(inOrder), ready(LEG1), gone(LEG1, 17, 486));
    expect(commands.at(-1)).toBe(`createLeg ${LEG2} PJSIP/bakery-102/sip:b`);
  });
});

describe('a refused call', () => {
  const spoken = (Object.keys(REFUSALS) as RefusalReason[]).filter((reason) => REFUSALS[reason].announcement !== null);
  test.each(spoken)('%s: the caller hears the announcement as early media, and then gets the cause', (reason) => {
    const { announcement, cause } = REFUSALS[reason];
    const { call, commands } = transcript(decided({ kind: 'refuse', reason, record: null }), {
      type: 'played',
      id: 'announcement-caller',
    });
    expect(commands).toEqual(['admit', `play caller strowger/${announcement}`, `tearDown ${cause} caller`]);
    expect(call.scene.kind).toBe('ended');
  });

  test('the end of an earlier sound doesn’t cut the announcement off', () => {
    const refused = decided({ kind: 'refuse', reason: 'suspended', record: null });
    const { call } = transcript(refused, { type: 'played', id: 'prompt-before' });
    expect(call.scene.kind).toBe('announcing');
  });

  test.each(['busy', 'unreachable', 'not_ours'] as const)('%s: the caller only gets the cause', (reason) => {
    const { commands } = transcript(decided({ kind: 'refuse', reason, record: null }));
    expect(commands).toEqual(['admit', `tearDown ${REFUSALS[reason].cause} caller`]);
  });

  test('leaves nothing behind if the caller hangs up during the announcement', () => {
    const { call, commands } = transcript(
      decided({ kind: 'refuse', reason: 'suspended', record: null }),
      gone('caller'),
    );
    expect(commands.at(-1)).toBe('tearDown 16');
    expect(call.scene.kind).toBe('ended');
  });
});

describe('an order to end', () => {
  const forbidden: Event = { type: 'serviceStopped', tenantId: TENANT };
  const talking = [ready(LEG1), answered(LEG1)];

  test('ends a conversation of that tenant, on both channels', () => {
    const { commands } = transcript(decided(toPhone), ...talking, forbidden);
    expect(commands.slice(-2)).toEqual(ending(21, 'caller', LEG1));
  });

  test('ends a call that still rings, and its record says why', () => {
    const { commands, done } = transcript(decided(toTwoPhones), forbidden);
    expect(commands.slice(-2)).toEqual(ending(21, 'caller', LEG1, LEG2));
    expect(done.at(-1)).toMatchObject({ type: 'saveEnd', reason: 'suspended', endedBy: 'system' });
  });

  test('leaves another tenant’s call alone', () => {
    const { call } = transcript(decided(toPhone), ...talking, { type: 'serviceStopped', tenantId: 'another' });
    expect(call.scene.kind).toBe('talking');
  });

  test.each([forbidden, { type: 'hangupOrdered' } as const])('never ends an emergency call: $type', (order) => {
    expect(transcript(decided(emergency), order).call.scene.kind).toBe('dialling');
    expect(transcript(decided(emergency), ...talking, order).call.scene.kind).toBe('talking');
  });

  test('never ends a call to the crisis line', () => {
    const crisis: Decision = { ...toCarriers, facts: { ...outbound, to: '988' } };
    for (const order of [forbidden, { type: 'hangupOrdered' } as const])
      expect(transcript(decided(crisis), ...talking, order).call.scene.kind).toBe('talking');
  });

  test('from a user with the permission ends the call', () => {
    expect(transcript(decided(toPhone), ...talking, { type: 'hangupOrdered' }).call.scene.kind).toBe('ended');
    // nobody has declined a call that still rings
    const { done } = transcript(decided(toPhone), { type: 'hangupOrdered' });
    expect(done.at(-1)).toMatchObject({ type: 'saveEnd', cause: CAUSE.noAnswer, endedBy: 'system' });
  });
});

describe('events that cross our commands', () => {
  test('a call that arrives twice is admitted once', () => {
    expect(transcript({ type: 'arrived', arrival }).commands).toEqual(['admit']);
  });

  test('a call that has ended stays ended', () => {
    const { call } = transcript(decided(toPhone), gone('caller'));
    for (const event of [
      ready(LEG1),
      ringing(LEG1),
      answered(LEG1),
      gone(LEG1),
      { type: 'played', id: 'x' } as const,
    ]) {
      expect(step(call, event, AT)).toEqual({ call, commands: [] });
    }
  });

  test('a channel of another call changes nothing', () => {
    const { call } = transcript(decided(toPhone), ready(LEG1));
    for (const event of [ready('x.1'), ringing('x.1'), answered('x.1'), gone('x.1')]) {
      expect(step(call, event, AT)).toEqual({ call, commands: [] });
    }
  });

  test('a failed command that the call depends on ends it for all parties', () => {
    const { commands } = transcript(decided(toPhone), ready(LEG1), answered(LEG1), { type: 'failed' });
    expect(commands.slice(-2)).toEqual(ending(38, 'caller', LEG1));
  });
});
