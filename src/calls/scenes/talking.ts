import { legAnswered, legsEnded, saveLegs } from '../model/billed-legs.ts';
import { type Call, carried, isUp, phonesOf, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { returnLines } from '../model/held-lines.ts';
import { type Leg, othersOf, rang } from '../model/legs.ts';
import { ALIGNED_MS, ESTABLISHED_MS } from '../model/phone-causes.ts';
import { CAUSE } from '../rules.ts';
import * as ended from './ended.ts';
import * as inFlow from './in-flow/in-flow.ts';
import { act, stay, type Step } from './step.ts';
import * as transferring from './transferring.ts';
import { unpark } from './waiting.ts';

type Talking = Scene<'talking'>;

/** The leg has answered: it gets the call, and all other legs stop ringing. `codec`: the leg's codec, if certain. */
export function enter(
  call: Call,
  dialling: Scene<'dialling'>,
  { leg, codec, at }: { leg: Leg; codec: string | null; at: string },
): Step {
  const { caller } = call;
  const { legs, earlyMediaBridged, path, answered } = dialling;
  const { channel, party, billed } = leg;
  const others = legs.filter((other) => other !== leg);
  const charged = legsEnded(legAnswered(dialling.facts, leg, at), others, at);
  // the outside members of a group may have numbers of different classes
  const facts = leg.destination === undefined ? charged : { ...charged, destination: leg.destination };
  const join: Command = { type: 'join', bridge: facts.id, channels: [caller, channel] };
  const scene: Talking = {
    kind: 'talking',
    ...carried({ ...dialling, facts }),
    path: [...path, ...othersOf(legs, leg, at), rang(leg, 'answered', at)],
    leg: channel,
    callee: party,
    answered: answered ?? { since: { kind: 'seen', at }, by: party },
    returnTo: null,
    parked: null,
    ...(billed !== undefined && { billed }),
  };
  const answer: Command = { type: isUp(dialling) ? 'stopRinging' : 'answer', channel: caller };
  // only the first answer is saved
  const save: Command[] =
    answered?.since.kind === 'seen' ? [] : [{ type: 'saveAnswer', facts, at, answeredBy: party.extensionId }];
  return act(
    call,
    scene,
    answer,
    // joining again would interrupt the caller's audio
    ...(earlyMediaBridged ? [] : [join]),
    ...others.map((other): Command => ({ type: 'hangUp', channel: other.channel, cause: CAUSE.answeredElsewhere })),
    ...save,
    ...unpark(call, dialling),
    ...saveLegs(dialling.facts, charged),
    ...returnLines(dialling, party, facts),
    { type: 'wait', milliseconds: ESTABLISHED_MS, next: { type: 'established', codec } },
  );
}

export function on(call: Call, scene: Talking, event: Event, at: string): Step {
  const isParty = (channel: string): boolean => channel === call.caller || channel === scene.leg;
  switch (event.type) {
    case 'channelEnded':
      return event.channel === scene.leg ? calleeLeft(call, scene, at, true) : stay(call);
    case 'established':
      return established(call, scene, event.codec);
    case 'inspected':
      return event.leg !== call.caller || event.fit
        ? stay(call)
        : ended.enter(call, { cause: CAUSE.incompatible, by: 'system' }, at);
    case 'aligned':
      return aligned(call, scene);
    case 'transferRequested':
      return isParty(event.by) ? transferring.enter(call, scene, event, at) : stay(call);
    case 'hangupRequested':
      return event.channel === scene.leg ? calleeLeft(call, scene, at, false) : stay(call);
    case 'hangupOrdered':
      // Only protected calls get here. A phone that no longer responds ends the call.
      return act(call, scene, ...phonesOf(call).map((channel): Command => ({ type: 'ask', channel })));
    default:
      return stay(call);
  }
}

/** The callee has hung up. The call ends, unless the flow that rang the callee continues. */
function calleeLeft(call: Call, scene: Talking, at: string, isGone: boolean): Step {
  const { flow, leg } = scene;
  if (flow?.sentFor?.kind === 'ring' && flow.sentFor.staysAfter)
    return inFlow.afterTalk(call, scene, { flow, at, isGone });
  return ended.enter(call, { cause: CAUSE.normal, by: 'callee', ...(isGone && { gone: leg }) }, at);
}

/**
 * Switches the caller to the callee's codec if the caller had offered it. When the codecs differ, Asterisk drops the
 * packets of a phone that restarts its stream with lower sequence numbers. Emergency calls are left as they are.
 */
function established(call: Call, scene: Talking, codec: string | null): Step {
  if (scene.facts.emergency) return stay(call);
  const { caller } = call;
  // Asterisk only says after the answer whether the caller's media is encrypted
  const look: Command[] = scene.encryptedCaller ? [{ type: 'inspect', leg: caller, codec: null, secure: true }] : [];
  if (codec === null || scene.codecs[0] === codec || !scene.codecs.includes(codec)) return act(call, scene, ...look);
  return act(
    call,
    scene,
    ...look,
    { type: 'align', channel: caller, codec },
    { type: 'wait', milliseconds: ALIGNED_MS, next: { type: 'aligned' } },
  );
}

/** Asterisk stops transcoding only once both parties have left the bridge and joined it again. */
function aligned(call: Call, { facts, leg }: Talking): Step {
  const parties = { bridge: facts.id, channels: [leg, call.caller] };
  return { call, commands: [[{ type: 'leave', ...parties }], [{ type: 'join', ...parties }]] };
}
