import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { Command, CommandGroups } from '../model/command.ts';
import { partyOf, type TakenServiceCall } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { noteFor } from '../model/leg-note.ts';
import type { Leg } from '../model/legs.ts';
import { causeOfPhone } from '../model/phone-causes.ts';
import { CAUSE, combinedCause, FIRST_WORD_MS } from '../rules.ts';
import * as ended from './ended.ts';
import * as inFlow from './in-flow/in-flow.ts';
import * as recordingSound from './recording-sound.ts';
import { act, stay, type Step } from './step.ts';

type Originating = Scene<'originating'>;

/** Rings the phones of an extension. The call has no caller yet; its first leg's channel takes that place. */
export function enter(call: Call, { facts, origin, attempt, purpose }: TakenServiceCall, at: string): Step {
  const [first] = attempt.targets;
  if (!first) throw new Error(`There is no phone to call for ${facts.id}.`);
  const admitted: Admitted = {
    facts,
    party: partyOf(first),
    origin,
    codecs: [],
    encryptedCaller: false,
    path: [],
    legsMade: attempt.targets.length,
    answered: null,
    returnTo: null,
    parked: null,
    flow: null,
    flowAnswer: null,
  };
  const made = attempt.targets.map((target, index) => {
    const channel = `${facts.id}.${index + 1}`;
    const secure = target.kind === 'contact' && target.encrypted;
    const leg: Leg = {
      channel,
      party: partyOf(target),
      state: 'made',
      since: at,
      confirm: false,
      secure,
      redirectedTo: null,
    };
    // no other channel exists yet whose codecs it could use
    const note = noteFor(channel, admitted, leg.party);
    const create: Command = { type: 'createLeg', leg: channel, target, callerId: attempt.callerId, note };
    return { leg, create };
  });
  const legs = made.map(({ leg }) => leg);
  const caller = legs[0]?.channel ?? call.caller;
  const { ringSeconds } = attempt;
  const scene = {
    kind: 'originating' as const,
    ...admitted,
    purpose,
    legs,
    ringSeconds,
    causes: [],
    isAnswered: false,
  };
  return act({ caller, scene }, scene, ...made.map(({ create }) => create));
}

export function on(call: Call, scene: Originating, event: Event, at: string): Step {
  if (event.type === 'elapsed') return event.timer === openedTimer(scene) ? begin(call, scene, at) : stay(call);
  const channel = 'leg' in event ? event.leg : 'channel' in event ? event.channel : null;
  const leg = scene.legs.find((one) => one.channel === channel);
  if (!leg) return stay(call);
  switch (event.type) {
    case 'ready':
      return act(call, scene, {
        type: 'dial',
        leg: leg.channel,
        seconds: scene.ringSeconds,
        bridge: null,
        caller: leg.channel,
      });
    case 'ringing':
      return act(call, withLeg(scene, { ...leg, state: 'ringing' }));
    case 'answered':
      return act(call, scene, { type: 'inspect', leg: leg.channel, codec: null, secure: leg.secure });
    case 'inspected':
      return event.fit ? taken(scene, leg) : unfit(call, scene, leg, at);
    case 'channelEnded':
      return without(call, scene, leg, {
        cause: causeOfPhone({ cause: event.cause, status: event.status ?? null }),
        at,
        first: [],
      });
    default:
      return stay(call);
  }
}

const withLeg = (scene: Originating, changed: Leg): Originating => ({
  ...scene,
  legs: scene.legs.map((leg) => (leg.channel === changed.channel ? changed : leg)),
});

const openedTimer = ({ facts }: Originating): string => `${facts.id}-opened`;

/** The first phone to answer gets the call. Playback waits until the phone has started its audio. */
function taken(scene: Originating, leg: Leg): Step {
  const others = scene.legs.filter((one) => one !== leg);
  const left: Originating = { ...scene, legs: [leg], isAnswered: true };
  const { id: bridge } = scene.facts;
  const step = act(
    { caller: leg.channel, scene: left },
    left,
    { type: 'openBridge', bridge },
    ...others.map(({ channel }): Command => ({ type: 'hangUp', channel, cause: CAUSE.answeredElsewhere })),
    { type: 'serviceCallAnswered', facts: scene.facts },
    { type: 'wait', milliseconds: FIRST_WORD_MS, next: { type: 'elapsed', timer: openedTimer(scene) } },
  );
  // Asterisk leaves a dialled phone in an internal bridge, where it can't be recorded. Joining and leaving our bridge
  // gets it out of there.
  const throughBridge: CommandGroups = [
    [{ type: 'join', bridge, channels: [leg.channel] }],
    [{ type: 'leave', bridge, channels: [leg.channel] }],
  ];
  return { ...step, commands: [...step.commands, ...throughBridge] };
}

function unfit(call: Call, scene: Originating, leg: Leg, at: string): Step {
  const hangUp: Command = { type: 'hangUp', channel: leg.channel, cause: CAUSE.incompatible };
  return without(call, scene, leg, { cause: CAUSE.incompatible, at, first: [hangUp] });
}

/** The call continues without one of its phones, or nobody is left to answer it. */
function without(
  call: Call,
  scene: Originating,
  leg: Leg,
  { cause, at, first }: { cause: number; at: string; first: Command[] },
): Step {
  const legs = scene.legs.filter((one) => one !== leg);
  const left: Originating = { ...scene, legs, causes: [...scene.causes, cause] };
  const [next] = legs;
  if (next) {
    const caller = call.caller === leg.channel ? next.channel : call.caller;
    return act({ caller, scene: left }, left, ...first);
  }
  const end = {
    cause: scene.isAnswered ? CAUSE.normal : combinedCause(left.causes),
    by: 'callee',
    gone: leg.channel,
  } as const;
  const step = ended.enter({ ...call, scene: left }, end, at);
  return first.length === 0 ? step : { ...step, commands: [first, ...step.commands] };
}

function begin(call: Call, scene: Originating, at: string): Step {
  const { purpose } = scene;
  const admitted: Admitted = { ...carried(scene), flowAnswer: { kind: 'seen', at } };
  if (purpose.kind === 'recording') return recordingSound.enter(call, admitted);
  return inFlow.enter(call, admitted, purpose, at);
}
