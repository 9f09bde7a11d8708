import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts } from '../../../test/call-facts.ts';
import { type Channel, imagineAsterisk } from '../../../test/imagined-asterisk.ts';
import { decisions, EXTENSIONS, LOADED, REPLIES, TENANT } from '../../../test/imagined-decisions.ts';
import type { CallFacts } from '../../calls/model/call-facts.ts';
import { admittedOf, type Call, factsOf, legsOf, type SceneKind } from '../../calls/model/call.ts';
import type { Command } from '../../calls/model/command.ts';
import { type Decision, type Journey, NO_EMERGENCY_ROW } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import { CAUSE, isProtected } from '../../calls/rules.ts';
import type { Outcome } from '../../flows/interpreter/walk.ts';
import { CallRunner } from './call-runner.ts';

// Calls that people, phones and settings treat at random, several at a time. After each step everybody who talks hears the other side, and in the
// end nothing is left.

const digest = (channel: string): string => Buffer.from(channel).toString('hex').padEnd(32, '0').slice(0, 32);

/** Chooses by a seed. The next choice is uniform, so that a call gets far before somebody hangs up. */
const chooser = (seed: number) => {
  let state = seed;
  return <T>(among: readonly T[]): T => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const chosen = among[((mixed ^ (mixed >>> 14)) >>> 0) % among.length];
    if (chosen === undefined) throw new Error('There is nothing to choose from.');
    return chosen;
  };
};

const FLOW_REPLIES: Outcome[] = [{ kind: 'hours', open: true }, { kind: 'hours', open: false }, { kind: 'missing' }];

function office(choose: Choose) {
  let made = 0;
  const waiting: (() => void)[] = [];
  /** Answers later, when the test says so. */
  const later = <T>(answer: () => T): Promise<T> => new Promise((resolve) => waiting.push(() => resolve(answer())));
  const ends: string[] = [];
  const admitted = new Set<string>();
  const errors: unknown[] = [];
  let calls: CallRunner;
  const asterisk = imagineAsterisk((channel, event) => calls.receive(channel, event));
  const decide = (facts: CallFacts, isNew: boolean, from: string, path: Journey['path'] = []): Decision => {
    const decision = choose(decisions(facts, isNew, from, path));
    if (decision.kind !== 'refuse') admitted.add(facts.id);
    return decision;
  };
  calls = new CallRunner({
    admit: ({ caller }) => {
      const id = `01960000-0000-7000-8000-${String(++made).padStart(12, '0')}`;
      const facts = callFacts({ id, tenantId: TENANT, extensionId: `e${caller.number}`, from: caller.number });
      return later(() => decide(facts, true, caller.number));
    },
    reroute: ({ journey }) => later(() => decide(journey.facts, false, journey.party.number, journey.path)),
    dialogOf: (channel) => Promise.resolve(asterisk.channels.has(channel) ? digest(channel) : null),
    serviceCalls: { take: () => Promise.resolve(null), answered: () => {}, store: () => {}, ended: () => {} },
    perform: (command) => Promise.resolve(asterisk.perform(command)),
    askMailbox: () => later(() => choose(REPLIES)),
    saveSetting: () => later(() => ({ kind: 'set', isOn: true })),
    noteMessage: () => later(() => choose([true, true, false])),
    checkMessage: () => later(() => choose(['message', 'nothing', 'unknown'] as const)),
    storeMessage: () => {},
    loadFlows: () => Promise.resolve(LOADED),
    askFlow: () => later(() => choose(FLOW_REPLIES)),
    reportFlow: () => {},
    save: (command: Command) => {
      if (command.type === 'saveEnd') ends.push(command.facts.id);
    },
    onStep: () => {},
    now: () => new Date().toISOString(),
    log: (error) => errors.push(error),
  });
  return { calls, asterisk, waiting, ends, admitted, errors, counter: () => ++made };
}
type Choose = ReturnType<typeof chooser>;
type Happening = [string, () => void];
/** `often`: how likely it is */
type Can = (what: string, act: () => void, often?: number) => void;
type Office = ReturnType<typeof office>;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What can happen now. */
function happenings({ calls, asterisk, waiting, counter }: Office, choose: Choose): Happening[] {
  const { channels } = asterisk;
  const all: Happening[] = [];
  const can: Can = (what, act, often = 4) => all.push(...Array.from({ length: often }, (): Happening => [what, act]));
  if (calls.all().length < 3)
    for (const number of EXTENSIONS) {
      const id = `phone-${number}-${counter()}`;
      can(`${number} calls`, () => {
        asterisk.open(id, number);
        calls.receive(id, {
          type: 'arrived',
          arrival: phoneArrival('102', { channel: id, caller: { number, name: '' }, endpoint: `bakery-${number}` }),
        });
      });
    }
  waiting.forEach((answer, at) =>
    can(
      'the database answers',
      () => {
        waiting.splice(at, 1);
        answer();
      },
      20,
    ),
  );
  for (const channel of channels.values()) happeningsAt(channel, { calls, asterisk, counter }, choose, can);
  if (vi.getTimerCount() > 0) can('time passes', () => void vi.advanceTimersToNextTimer(), 8);
  can('the tenant is suspended', () => calls.sendToAll({ type: 'serviceStopped', tenantId: TENANT }), 1);
  for (const { call } of calls.all()) {
    const id = factsOf(call)?.id;
    if (id === undefined) continue;
    const send = (what: string, event: Event) => can(what, () => void calls.send(id, event), 1);
    send('an admin ends a call', { type: 'hangupOrdered' });
    send('a call has lasted too long', { type: 'overdue' });
    send('the paid time of a call is short', { type: 'timeShort', leg: 1 });
    send('the paid time of a call is over', { type: 'timeOver', leg: 1, reason: 'spend_cap' });
  }
  return all;
}

function happeningsAt(
  channel: Channel,
  { calls, asterisk, counter }: Pick<Office, 'calls' | 'asterisk' | 'counter'>,
  choose: Choose,
  can: Can,
): void {
  const { id } = channel;
  const isLeg = /\.\d+$/.test(id);
  can(
    `${id} hangs up`,
    () => {
      if (!isLeg) calls.receive(id, { type: 'hangupRequested', channel: id });
      asterisk.end(id, CAUSE.normal);
    },
    1,
  );
  if (channel.dialled && !channel.up) {
    can(`${id} rings`, () => calls.receive(id, { type: 'ringing', leg: id }));
    can(
      `${id} answers`,
      () => {
        channel.up = true;
        calls.receive(id, { type: 'answered', leg: id, codecs: ['ulaw'] });
      },
      20,
    );
    for (const [cause, status] of [
      [17, 486],
      [21, 603],
      [34, 503],
      [19, 480],
    ] as const)
      can(`${id} responds ${status}`, () => asterisk.end(id, cause, status), 1);
    can(
      `${id} redirects`,
      () => {
        calls.receive(id, { type: 'redirected', leg: id, to: '103' });
        asterisk.end(id, 0, 302);
      },
      1,
    );
  }
  if (channel.up) {
    can(`${id} presses a key`, () =>
      calls.receive(id, { type: 'digit', channel: id, digit: choose(['1', '2', '4', '#', '*']) }),
    );
    can(`${id} holds or resumes`, () => {
      channel.holds = !channel.holds;
      calls.receive(id, { type: channel.holds ? 'held' : 'resumed', channel: id });
    });
  }
  for (const sound of channel.playing) can(`the sound ${sound} ends`, () => asterisk.stopPlaying(sound));
  const { recording } = channel;
  if (recording !== null)
    can(`the recording ${recording} ends`, () => {
      channel.recording = null;
      calls.receive(id, { type: 'recorded', id: recording });
    });
  const isTalking =
    channel.bridge !== null &&
    [...asterisk.channels.values()].some((one) => one !== channel && one.bridge === channel.bridge);
  if (channel.transfers && isTalking && channel.extension !== null) {
    const others = [...asterisk.channels.values()].filter(
      (one) => one !== channel && one.extension === channel.extension,
    );
    for (const to of ['103', ...others.map((one) => `*replaces*${digest(one.id)}`)])
      can(`${id} transfers to ${to}`, () => {
        const standIn = asterisk.open(`local-${counter()}`, null);
        standIn.bridge = channel.bridge;
        channel.bridge = null;
        calls.receive(id, { type: 'transferRequested', by: id, to, standIn: standIn.id, emergency: NO_EMERGENCY_ROW });
      });
  }
}

/** The scenes that a caller listens to or speaks in, and that end if call control is killed. */
const NOT_RESTORED: ReadonlySet<SceneKind> = new Set(['announcing', 'takingMessage', 'listening', 'setting']);

/** What is wrong with a call in its present scene, while nothing is being executed. */
function faultsOf(call: Call, { calls, asterisk, waiting }: Office): string[] {
  const { scene, caller } = call;
  const { channels } = asterisk;
  const faults: string[] = [];
  const bridgeOf = (channel: string) => channels.get(channel)?.bridge;
  const id = factsOf(call)?.id ?? '';
  for (const channel of [caller, ...legsOf(call)]) {
    const found = channels.get(channel);
    if (!found) faults.push(`${channel} is gone`);
    else if (found.up && found.muted && !found.holds) faults.push(`${channel} hears nothing, and holds nobody`);
    if (
      (scene.kind === 'talking' || scene.kind === 'joined') &&
      !isProtected(scene.facts) &&
      found?.transfers === false
    )
      faults.push(`${channel} may not transfer`);
  }
  if (scene.kind === 'talking' && (bridgeOf(caller) !== id || bridgeOf(scene.leg) !== id))
    faults.push('the parties are not in their bridge');
  if (scene.kind === 'joined') {
    const partner = calls.all().find((one) => factsOf(one.call)?.id === scene.with)?.call;
    if (partner?.scene.kind !== 'joined' || partner.scene.with !== id) faults.push('its partner is not joined with it');
    if (bridgeOf(caller) !== scene.bridge) faults.push('it is not in the bridge of the joined calls');
  }
  const isAwaited = waiting.length > 0 || vi.getTimerCount() > 0;
  const hears = channels.get(caller);
  const goesOn =
    scene.kind === 'talking' ||
    scene.kind === 'joined' ||
    (scene.kind === 'dialling' && scene.legs.length > 0) ||
    isAwaited ||
    (hears !== undefined && (hears.playing.length > 0 || hears.recording !== null));
  if (!goesOn) faults.push('nothing will ever happen to it');
  if (scene.kind === 'dialling')
    for (const leg of scene.legs)
      if (channels.has(leg.channel) && channels.get(leg.channel)?.dialled === false)
        faults.push(`${leg.channel} is not dialled`);
  if (scene.kind !== 'waiting' && hears?.music && scene.kind !== 'inFlow')
    faults.push('the caller still hears hold music');
  if (scene.kind === 'talking' && hears?.tone) faults.push('the caller still hears a tone');
  if (NOT_RESTORED.has(scene.kind) && hears?.noted) faults.push('after a restart it would go back to where it was');
  if (admittedOf(call) && scene.kind === 'ended') faults.push('it is over');
  return faults;
}

function none(faults: readonly string[], where = ''): void {
  if (faults.length > 0) throw new Error(`${where}: ${faults.join('; ')}`);
}

function check(one: Office): void {
  const { calls, asterisk, errors } = one;
  none(errors.map(String));
  none(asterisk.faults);
  const owned = calls.all().flatMap(({ call }) => [call.caller, ...legsOf(call)]);
  const waits = calls.all().filter(({ busy }) => busy);
  if (waits.length === 0)
    none(
      [...asterisk.channels.keys()].filter((id) => !owned.includes(id)),
      'without an owner',
    );
  for (const { call, busy } of calls.all()) if (!busy) none(faultsOf(call, one), call.scene.kind);
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

test('whatever happens to calls, everybody hears whom they talk to, and in the end nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 10, max: 200 }), async (seed, steps) => {
      vi.clearAllTimers();
      const choose = chooser(seed);
      const one = office(choose);
      const story: string[] = [];
      try {
        for (let step = 0; step < steps; step++) {
          const [what, act] = choose(happenings(one, choose));
          story.push(what);
          act();
          await settle();
          check(one);
        }
        for (let round = 0; round < 20 && one.calls.all().length > 0; round++) {
          for (const answer of one.waiting.splice(0)) answer();
          await settle();
          for (const id of one.asterisk.channels.keys()) {
            if (!/\.\d+$/.test(id)) one.calls.receive(id, { type: 'hangupRequested', channel: id });
            one.asterisk.end(id, CAUSE.normal);
          }
          await settle();
        }
        expect(one.calls.all().map(({ call }) => call.scene.kind)).toEqual([]);
        expect([...one.asterisk.channels.keys()]).toEqual([]);
        expect([...one.asterisk.bridges]).toEqual([]);
        expect(one.ends.toSorted()).toEqual([...one.admitted].toSorted());
      } catch (error) {
        throw new Error(`${story.join('\n')}\n${String(error)}`, { cause: error });
      }
    }),
    { numRuns: process.env['LONG'] === '1' ? 5000 : 300 },
  );
});
