import { atStart, next } from '../../../flows/interpreter/interpreter.ts';
import type { Outcome } from '../../../flows/interpreter/walk.ts';
import { calleeLeft, saveLegs } from '../../model/billed-legs.ts';
import { type Admitted, type Call, carried, type Scene } from '../../model/call.ts';
import type { Command } from '../../model/command.ts';
import type { Exit, ToFlow } from '../../model/decision.ts';
import type { Event } from '../../model/event.ts';
import { saveLines } from '../../model/held-lines.ts';
import { type InFlow, stepsOf, withFlowSteps } from '../../model/in-flow.ts';
import { CAUSE, type RefusalReason } from '../../rules.ts';
import * as announcing from '../announcing.ts';
import { act, after, stay, type Step } from '../step.ts';
import { leaveAlone, stopRingback } from '../stop-legs.ts';
import { perform } from './actions.ts';
import { MAX_UNATTENDED_MS, unattendedTimerName, unattendedTimer } from './flow-times.ts';
import * as playback from './playback.ts';

/** A call in a flow. */
export type AdmittedInFlow = Admitted & { flow: InFlow };
type InFlowScene = Scene<'inFlow'>;

/** Starts a flow. */
export function enter(
  call: Call,
  admitted: Admitted,
  { flowId, loaded }: Pick<ToFlow, 'flowId' | 'loaded'>,
  at: string,
): Step {
  const { facts } = admitted;
  const flow: InFlow = {
    loaded,
    versionIds: [...loaded.flows.values()].map(({ versionId }) => versionId),
    position: atStart(loaded.flows, flowId, { caller: facts.from, called: facts.to }),
    alone: at,
    turn: 0,
    sentFor: null,
    named: null,
  };
  const { call: walking, commands } = walk(call, { ...admitted, flow }, { outcome: { kind: 'begin' }, at });
  return { call: walking, commands: [...commands, [unattendedTimer(flow)]] };
}

/**
 * Moves the call to its next node by the outcome of the current one, and performs that node. `first`: commands to
 * execute before that.
 */
export function walk(
  call: Call,
  admitted: AdmittedInFlow,
  { outcome, at, first = [] }: { outcome: Outcome; at: string; first?: Command[] },
): Step {
  const { flow } = admitted;
  if (flow.loaded === null) return load(call, admitted, outcome, first);
  const isOverdue = Date.parse(at) - Date.parse(flow.alone) >= MAX_UNATTENDED_MS;
  const turn = next(flow.loaded.flows, flow.position, isOverdue ? { kind: 'tooLong' } : outcome);
  const walking: AdmittedInFlow = {
    ...carried(admitted),
    path: withFlowSteps(admitted.path, stepsOf(flow.loaded.flows, turn.passed, at)),
    flow: { ...flow, position: turn.position, turn: flow.turn + 1, sentFor: null },
  };
  return after(first, perform(call, walking, turn.action, at));
}

function load(call: Call, admitted: AdmittedInFlow, outcome: Outcome, first: Command[]): Step {
  const { facts, flow } = admitted;
  const scene: InFlowScene = { kind: 'inFlow', ...carried(admitted), flow, stage: { at: 'loading', outcome } };
  return after(first, act(call, scene, { type: 'loadFlows', tenantId: facts.tenantId, versionIds: flow.versionIds }));
}

/** After a restart of call control, the call starts its current node again. */
export const resume = (scene: InFlowScene): Event => ({
  type: 'elapsed',
  timer: playback.timerOf(scene),
});

export function on(call: Call, scene: InFlowScene, event: Event, at: string): Step {
  const { flow, stage } = scene;
  switch (event.type) {
    case 'flowsLoaded':
      if (stage.at !== 'loading') return stay(call);
      return event.loaded === null
        ? playback.playLastResort(call, scene, at)
        : walk(call, { ...scene, flow: { ...flow, loaded: event.loaded } }, { outcome: stage.outcome, at });
    case 'elapsed':
      if (event.timer === unattendedTimerName(flow)) return tooLong(call, scene, at);
      if (stage.at === 'loading' && event.timer === playback.timerOf(scene))
        return load(call, scene, stage.outcome, []);
      return playback.elapsed(call, scene, event.timer, at);
    case 'played':
      return playback.played(call, scene, event, at);
    case 'digit':
      return event.channel === call.caller ? playback.pressed(call, scene, event.digit, at) : stay(call);
    case 'flowReplied':
      return stage.at === 'asking' && event.turn === flow.turn
        ? walk(call, scene, { outcome: event.outcome, at, first: playback.stopPlayback(call, scene) })
        : stay(call);
    default:
      return stay(call);
  }
}

const tooLong = (call: Call, scene: InFlowScene, at: string): Step =>
  walk(call, scene, { outcome: { kind: 'tooLong' }, at, first: playback.stopPlayback(call, scene) });

/** Nobody answered what a node rang. */
export function notTaken(call: Call, scene: Scene<'dialling'> & { flow: InFlow }, exit: Exit, at: string): Step {
  const { alone, commands: first } = leaveAlone(call, scene, at);
  return walk(call, { ...alone, flow: scene.flow }, { outcome: { kind: 'rang', result: exit }, at, first });
}

/**
 * The person that a node rang has hung up and the caller stays, so the flow continues. `isGone`: that person's channel
 * no longer exists.
 */
export function afterTalk(
  call: Call,
  scene: Scene<'talking'>,
  { flow, at, isGone }: { flow: InFlow; at: string; isGone: boolean },
): Step {
  const person: Command[] = isGone ? [] : [{ type: 'hangUp', channel: scene.leg, cause: CAUSE.normal }];
  const facts = calleeLeft(scene.facts, scene, at);
  const going = { ...carried(scene), facts, flow: { ...flow, alone: at } };
  const step = walk(call, going, {
    outcome: { kind: 'rang', result: 'answered' },
    at,
    first: [
      ...saveLegs(scene.facts, facts),
      ...(scene.callee.extensionId === null ? saveLines(scene, facts, 0) : []),
      ...person,
      leave(call, scene),
    ],
  });
  return { call: step.call, commands: [...step.commands, [unattendedTimer(going.flow)]] };
}

const leave = ({ caller }: Call, { facts }: Admitted): Command => ({
  type: 'leave',
  bridge: facts.id,
  channels: [caller],
});

/** The outcome of a ring by the reason of a refusal. For all other reasons, nobody could be reached. */
const RANG_BY_REFUSAL: Partial<Record<RefusalReason, Outcome>> = {
  busy: { kind: 'rang', result: 'busy' },
  not_in_service: { kind: 'missing' },
};

/** The database has refused what the flow wanted to do. */
export function refused(
  call: Call,
  admitted: AdmittedInFlow,
  { reason, at, ringbackSent }: { reason: RefusalReason; at: string; ringbackSent: boolean },
): Step {
  const { sentFor } = admitted.flow;
  const stopTone = stopRingback(call, admitted, ringbackSent);
  if (reason === 'suspended') return announcing.enter(call, reason, at, admitted);
  if (sentFor?.kind === 'ring') {
    const outcome = RANG_BY_REFUSAL[reason] ?? { kind: 'rang', result: 'unreachable' };
    return walk(call, admitted, { outcome, at, first: stopTone });
  }
  if (sentFor?.kind === 'message') return walk(call, admitted, { outcome: { kind: 'missing' }, at, first: stopTone });
  return after(stopTone, playback.playLastResort(call, admitted, at));
}
