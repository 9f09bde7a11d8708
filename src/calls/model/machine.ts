import { CAUSE, isProtected } from '../rules.ts';
import * as admitting from '../scenes/admitting.ts';
import * as announcing from '../scenes/announcing.ts';
import * as dialling from '../scenes/dialling.ts';
import { withoutEarlyTransfers } from '../scenes/early-transfers.ts';
import * as ended from '../scenes/ended.ts';
import * as inFlow from '../scenes/in-flow/in-flow.ts';
import * as joined from '../scenes/joined.ts';
import * as joining from '../scenes/joining.ts';
import * as listening from '../scenes/listening/listening.ts';
import * as originating from '../scenes/originating.ts';
import * as paidTime from '../scenes/paid-time.ts';
import * as parking from '../scenes/parking.ts';
import * as pickingUp from '../scenes/picking-up.ts';
import * as recordingSound from '../scenes/recording-sound.ts';
import * as requested from '../scenes/requested.ts';
import * as rerouting from '../scenes/rerouting.ts';
import * as setting from '../scenes/setting.ts';
import { act, stay, type Step } from '../scenes/step.ts';
import * as takingMessage from '../scenes/taking-message.ts';
import * as talking from '../scenes/talking.ts';
import * as waiting from '../scenes/waiting.ts';
import { type Call, factsOf, legsOf, phonesOf, type Scene, type SceneKind } from './call.ts';
import type { Event } from './event.ts';

type On<K extends SceneKind> = (call: Call, scene: Scene<K>, event: Event, at: string) => Step;

const ON: { [K in SceneKind]: On<K> } = {
  admitting: admitting.on,
  requested: requested.on,
  originating: originating.on,
  recordingSound: recordingSound.on,
  announcing: announcing.on,
  dialling: dialling.on,
  rerouting: rerouting.on,
  inFlow: inFlow.on,
  talking: talking.on,
  takingMessage: takingMessage.on,
  listening: listening.on,
  parking: parking.on,
  announcingSlot: parking.onAnnouncing,
  waiting: waiting.on,
  pickingUp: pickingUp.on,
  setting: setting.on,
  joining: joining.on,
  joined: joined.on,
  ended: ended.on,
};

/**
 * Applies an event to a call. Returns the call's next state and the commands to execute. Pure: the same call, event and
 * time always give the same result. An event that has no meaning in the current scene changes nothing, because events
 * from Asterisk cross our commands.
 */
export const step = (call: Call, event: Event, at: string): Step =>
  withoutEarlyTransfers(call, plainStep(call, event, at));

function plainStep(call: Call, event: Event, at: string): Step {
  if (event.type === 'timeShort' || event.type === 'timeOver') return paidTime.on(call, event, at);
  if (event.type === 'silent') return fellSilent(call, event.channel, at);
  if (event.type === 'held' || event.type === 'resumed') return held(call, event);
  const end = call.scene.kind === 'ended' ? null : endOf(call, event);
  return end ? ended.enter(call, end, at) : inScene(call, call.scene, event, at);
}

/**
 * Asks a silent phone whether it is still there. If it doesn't respond, it loses its channel, and that ends the call.
 * During a recording Asterisk sends the phone no such request and doesn't measure silence without packets, so the
 * recording ends here: a caller who has sent no audio for so long has finished speaking.
 */
function fellSilent(call: Call, channel: string, at: string): Step {
  if (!phonesOf(call).includes(channel)) return stay(call);
  const { scene } = call;
  if ((scene.kind === 'takingMessage' || scene.kind === 'recordingSound') && scene.stage === 'recording')
    return ended.enter(call, { cause: CAUSE.normal, by: 'system' }, at);
  return act(call, scene, { type: 'ask', channel });
}

/**
 * The side that puts a call on hold hears nothing until it resumes, whatever the call is doing then: it may have been
 * transferred or parked meanwhile.
 */
function held(call: Call, { type, channel }: Extract<Event, { type: 'held' | 'resumed' }>): Step {
  const { scene, caller } = call;
  if (scene.kind === 'ended' || ![caller, ...legsOf(call)].includes(channel)) return stay(call);
  return act(call, scene, { type: type === 'held' ? 'mute' : 'unmute', channel });
}

function inScene<K extends SceneKind>(call: Call, scene: Scene<K>, event: Event, at: string): Step {
  const on: On<K> = ON[scene.kind];
  return on(call, scene, event, at);
}

/** Returns how an event ends a call in any scene, or null if it doesn't. */
function endOf(call: Call, event: Event): ended.End | null {
  const facts = factsOf(call);
  // only its parties may end an emergency call, even if the tenant is suspended
  const isOpenToOrders = facts === null || !isProtected(facts);
  switch (event.type) {
    case 'hangupRequested':
      return event.channel === call.caller ? { cause: CAUSE.normal, by: 'caller' } : null;
    case 'channelEnded':
      // if several phones ring, the call survives the loss of one
      return event.channel === call.caller && call.scene.kind !== 'originating'
        ? { cause: CAUSE.normal, by: 'caller', gone: event.channel }
        : null;
    case 'failed':
      return { cause: CAUSE.networkFailure, by: 'system' };
    case 'overdue':
      return isOpenToOrders ? { cause: CAUSE.normal, by: 'system' } : null;
    case 'serviceStopped':
      return isOpenToOrders && facts?.tenantId === event.tenantId
        ? { cause: CAUSE.rejected, by: 'system', reason: 'suspended' }
        : null;
    case 'hangupOrdered':
      return isOpenToOrders ? { cause: CAUSE.noAnswer, by: 'system' } : null;
    default:
      return null;
  }
}
