import { type Action, isComplete } from '../../../flows/interpreter/walk.ts';
import { type Call, carried, isUp } from '../../model/call.ts';
import type { Command } from '../../model/command.ts';
import type { NextHop } from '../../model/decision.ts';
import type { FlowQuestion, SentFor } from '../../model/in-flow.ts';
import { noteFor } from '../../model/leg-note.ts';
import { CAUSE } from '../../rules.ts';
import * as ended from '../ended.ts';
import * as rerouting from '../rerouting.ts';
import { act, after, type Step } from '../step.ts';
import { SILENCE_MS } from './flow-times.ts';
import type { AdmittedInFlow } from './in-flow.ts';
import { walk } from './in-flow.ts';
import { startPlayback, timerOf } from './playback.ts';
import { rehearse } from './rehearsal.ts';

/** Performs what the flow wants: at a node, or on leaving the flow. */
export function perform(call: Call, walking: AdmittedInFlow, action: Action, at: string): Step {
  const rehearsed = walking.facts.service === undefined ? null : rehearse(call, walking, action, at);
  if (rehearsed) return rehearsed;
  switch (action.do) {
    case 'play':
    case 'say':
    case 'collect':
      return startPlayback(call, walking, action, at);
    case 'askHours':
    case 'askCaller':
    case 'ask':
      return ask(call, walking, action);
    case 'ring':
      return ring(call, walking, action, at);
    case 'dialExtension': {
      const { loaded } = walking.flow;
      const extension = loaded?.extensions.find(({ number }) => number === action.number);
      if (!extension) return walk(call, walking, { outcome: { kind: 'missing' }, at });
      const named = withPrefix(walking, action.callerNamePrefix);
      return send(call, { ...named, flow: null }, { to: { kind: 'extension', id: extension.id }, forwarded: null }, at);
    }
    case 'takeMessage':
      return sendFor(call, walking, {
        sentFor: { kind: 'message' },
        to: { kind: 'mailbox', id: action.mailboxId },
        at,
      });
    case 'fallBack':
      return fallBack(call, walking, action, at);
    case 'hangUp':
      return ended.enter(over(call, walking), { cause: CAUSE.normal, by: 'system' }, at);
  }
}

/** The call at the point where its flow ends it. */
const over = (call: Call, walking: AdmittedInFlow): Call => ({
  ...call,
  scene: { kind: 'rerouting', ...carried(walking), ringbackSent: false },
});

/** Asks a question that may take long. Other events of the call don't wait for the reply. */
function ask(call: Call, walking: AdmittedInFlow, question: FlowQuestion): Step {
  const { facts, flow } = walking;
  const { flowId, nodeId } = flow.position;
  const scene = { kind: 'inFlow' as const, ...walking, stage: { at: 'asking' as const, fills: null } };
  return act(
    call,
    scene,
    { type: 'askFlow', facts, place: { flowId, nodeId }, turn: flow.turn, question },
    { type: 'wait', milliseconds: SILENCE_MS, next: { type: 'elapsed', timer: timerOf(scene) } },
    { type: 'setNote', channel: call.caller, note: noteFor(call.caller, walking, walking.party) },
  );
}

function ring(
  call: Call,
  walking: AdmittedInFlow,
  { target, ringSeconds, confirm, callerNamePrefix, staysAfter }: Extract<Action, { do: 'ring' }>,
  at: string,
): Step {
  const named = withPrefix(walking, callerNamePrefix);
  const sentFor: SentFor = { kind: 'ring', staysAfter };
  const nextHop: NextHop = { to: target, forwarded: null, confirm, ringing: { seconds: ringSeconds } };
  return send(call, { ...named, flow: { ...walking.flow, sentFor } }, nextHop, at);
}

const sendFor = (
  call: Call,
  walking: AdmittedInFlow,
  { sentFor, to, at }: { sentFor: SentFor; to: NextHop['to']; at: string },
): Step => send(call, { ...walking, flow: { ...walking.flow, sentFor } }, { to, forwarded: null }, at);

/** An answered caller hears ringback at once, not only when a phone rings. */
function send(call: Call, going: Parameters<typeof carried>[0], nextHop: NextHop, at: string): Step {
  const rings = isUp(going) && nextHop.to.kind !== 'mailbox';
  const tone: Command[] = rings ? [{ type: 'ring', channel: call.caller }] : [];
  return rerouting.send(
    call,
    { kind: 'rerouting', ...carried(going), ringbackSent: rings },
    { nextHop, commands: tone, at },
  );
}

/** Puts a prefix before the caller's name, which ringing phones show. */
function withPrefix(walking: AdmittedInFlow, prefix: string): AdmittedInFlow {
  if (prefix === '') return walking;
  const { origin } = walking;
  const name = origin.name || (origin.restricted ? 'Anonymous' : origin.number);
  return { ...walking, origin: { ...origin, name: `${prefix} ${name}` } };
}

/** The flow can't continue: the partner is notified, and the call goes to the flow's fallback. */
function fallBack(
  call: Call,
  walking: AdmittedInFlow,
  { to, because }: Extract<Action, { do: 'fallBack' }>,
  at: string,
): Step {
  const { facts, flow } = walking;
  const { flowId, nodeId } = flow.position;
  const place = { flowId, nodeId };
  // in a test call the caller hears it instead
  const report: Command[] =
    facts.service === undefined ? [{ type: 'reportFlow', facts, place, versionIds: flow.versionIds, because }] : [];
  const step =
    to.kind === 'message'
      ? startPlayback(call, walking, { do: 'message', prompts: to.prompts.filter(isComplete) }, at)
      : sendFor(call, walking, { sentFor: { kind: 'fallback' }, to, at });
  return after(report, step);
}
