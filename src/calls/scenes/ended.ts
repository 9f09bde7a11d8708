import type { ServiceCallOutcome } from '../../service-calls/contract.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallPath, EndedBy } from '../model/call-path.ts';
import { admittedOf, type Admitted, type Call, legsOf, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { pathAfterRing, pathAfterFlow } from '../model/in-flow.ts';
import { rang } from '../model/legs.ts';
import { CAUSE, type RefusalReason } from '../rules.ts';
import { exitBy } from './rerouting.ts';
import { act, stay, type Step } from './step.ts';

/** `gone`: a channel that no longer exists. `reason`: why we have ended the call, if that is not obvious. */
export type End = { cause: number; by: EndedBy; gone?: string; reason?: RefusalReason };

/** Hangs up all channels except `gone`, and records the call. */
export function enter(call: Call, { cause, by, gone, reason }: End, at: string): Step {
  const { caller, scene } = call;
  const admitted = admittedOf(call);
  const tearDown: Command = {
    type: 'tearDown',
    channels: [caller, ...legsOf(call)].filter((channel) => channel !== gone),
    bridge: admitted?.facts.id ?? null,
    cause,
    declined: scene.kind === 'dialling' && scene.declined && cause === CAUSE.rejected,
  };
  const end: Command[] = admitted
    ? admitted.facts.service === undefined
      ? [record(call, admitted, { cause, endedBy: by, reason: reason ?? null }, at)]
      : endService(scene, admitted.facts, cause, by)
    : [];
  const partner = scene.kind === 'joined' ? [notifyEnded(scene.with)] : [];
  return act(call, { kind: 'ended' }, tearDown, ...end, ...storeMessage(scene), ...partner);
}

/** A service call has no call record. It leaves its recording or its outcome. */
function endService(scene: Scene, facts: CallFacts, cause: number, by: EndedBy): Command[] {
  // the recording so far is stored, however the call ends
  if (scene.kind === 'recordingSound' && scene.stage !== 'beginning')
    return scene.stage === 'recording' ? [{ type: 'storeSound', facts }] : [];
  return [{ type: 'serviceCallEnded', facts, outcome: serviceOutcome(scene, facts, cause, by) }];
}

const OUTCOME_OF_EXIT = { busy: 'busy', noAnswer: 'no_answer', unreachable: 'unreachable' } as const;

function serviceOutcome(scene: Scene, { service }: CallFacts, cause: number, by: EndedBy): ServiceCallOutcome {
  if (by === 'system' && cause === CAUSE.rejected) return 'refused';
  if (by === 'system' && cause === CAUSE.networkFailure) return 'failed';
  if (scene.kind === 'originating' && !scene.isAnswered) return OUTCOME_OF_EXIT[exitBy(cause)];
  return service === 'recording' ? 'nothing_recorded' : 'done';
}

function record(
  { scene }: Call,
  { facts, path, answered, flow, flowAnswer }: Admitted,
  { cause, endedBy, reason }: { cause: number; endedBy: EndedBy; reason: RefusalReason | null },
  at: string,
): Command {
  const answer = answered?.since ?? ('answer' in scene ? scene.answer : null);
  const since = answer?.kind === 'seen' ? answer.at : null;
  return {
    type: 'saveEnd',
    facts,
    answeredAt: since,
    flowAnsweredAt: flowAnswer?.kind === 'seen' ? flowAnswer.at : null,
    answeredBy: since === null ? null : (answered?.by.extensionId ?? null),
    at,
    cause,
    reason: scene.kind === 'announcing' ? scene.reason : reason,
    endedBy,
    path: withNode(scene, { flow, path: [...path, ...stillRinging(scene, at)] }, at),
  };
}

/** Legs that still ring when the call ends have rung until now. */
const stillRinging = (scene: Call['scene'], at: string): CallPath =>
  scene.kind === 'dialling' ? scene.legs.map((leg) => rang(leg, 'cancelled', at)) : [];

/** Adds the flow node where the call ends: the current node, or the node that rang somebody. */
function withNode(scene: Call['scene'], { flow, path }: Pick<Admitted, 'flow' | 'path'>, at: string): CallPath {
  if (scene.kind === 'inFlow') return pathAfterFlow(scene.flow, path, null, at);
  return pathAfterRing({ flow, path }, scene.kind === 'talking' ? 'answered' : null, at);
}

/** What the caller has said is stored as a message, even if the caller hangs up or the tenant is suspended. */
const storeMessage = (scene: Call['scene']): Command[] =>
  scene.kind === 'takingMessage' && (scene.stage === 'recording' || scene.stage === 'checking')
    ? [{ type: 'storeMessage', note: scene.note }]
    : [];

/**
 * Events from Asterisk cross our commands. Any that arrive after the end are ignored, except that our party was handed
 * over meanwhile: the call that waits for it has to end, too.
 */
export const on = (call: Call, scene: Scene<'ended'>, event: Event): Step =>
  event.type === 'handedOver' ? act(call, scene, notifyEnded(event.with)) : stay(call);

export const notifyEnded = (partner: string): Command => ({
  type: 'notify',
  call: partner,
  event: { type: 'partnerEnded' },
});
