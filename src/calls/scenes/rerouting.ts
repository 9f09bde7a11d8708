import type { ForwardReason } from '../model/call-path.ts';
import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Exit, Exits, NextHop } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { isCallerOnLine } from '../model/held-lines.ts';
import { CAUSE } from '../rules.ts';
import * as decided from './decided.ts';
import * as inFlow from './in-flow/in-flow.ts';
import { act, stay, type Step } from './step.ts';
import { leaveEarlyMedia, stopLegs } from './stop-legs.ts';
import * as waiting from './waiting.ts';

type Rerouting = Scene<'rerouting'>;

const EXIT_OF_CAUSE: Partial<Record<number, Exit>> = {
  [CAUSE.busy]: 'busy',
  [CAUSE.rejected]: 'busy',
  [CAUSE.noAnswer]: 'noAnswer',
};
const REASON: Record<Exit, ForwardReason> = { busy: 'busy', noAnswer: 'no_answer', unreachable: 'unreachable' };

export const exitBy = (cause: number): Exit => EXIT_OF_CAUSE[cause] ?? 'unreachable';

/** Where a call goes after its legs ended with this cause. Null if it goes nowhere. */
export function exitOf(exits: Exits | null, cause: number): NextHop | null {
  const exit = exitBy(cause);
  const to = exits?.to[exit];
  if (!exits || !to) return null;
  const { by, confirm } = exits;
  return { to, forwarded: { by, because: REASON[exit] }, confirm };
}

/** Stops the legs that still ring, and asks the database where the call goes. The caller hears the same as before. */
export function enter(call: Call, scene: Scene<'dialling'>, nextHop: NextHop, at: string): Step {
  const { facts, path, commands } = stopLegs(scene, 'cancelled', at);
  const going: Rerouting = { kind: 'rerouting', ...carried(scene), facts, path, ringbackSent: scene.ringbackSent };
  return send(call, going, { nextHop, commands: [...commands, ...leaveEarlyMedia(call, scene)], at });
}

/** Sends a call that isn't ringing anywhere to what its caller asked for. */
export function redirect(call: Call, admitted: Admitted, to: NextHop['to'], at: string): Step {
  return send(
    call,
    { kind: 'rerouting', ...admitted, ringbackSent: false },
    { nextHop: { to, forwarded: null }, commands: [], at },
  );
}

/**
 * Asks the database where the call goes, and executes these commands at the same time. `after`: the call that has just
 * ended for this one.
 */
export function send(
  call: Call,
  scene: Rerouting,
  { nextHop, commands, at, after = null }: { nextHop: NextHop; commands: Command[]; at: string; after?: string | null },
): Step {
  const { facts, party, origin, path, encryptedCaller } = scene;
  const callerOnLine = isCallerOnLine(scene);
  const journey = { facts, party, origin, path, at, encryptedCaller, ...(callerOnLine && { callerOnLine }) };
  return act(call, scene, ...commands, { type: 'reroute', onward: { kind: 'onward', nextHop, journey }, after });
}

/** Sends an unanswered transferred call back to the party that transferred it, once. Null for other calls. */
export function backToTransferor<S extends Admitted>(scene: S): { scene: S; nextHop: NextHop } | null {
  const { returnTo } = scene;
  if (returnTo === null) return null;
  return { scene: { ...scene, returnTo: null }, nextHop: { to: { kind: 'return', to: returnTo }, forwarded: null } };
}

export function on(call: Call, scene: Rerouting, event: Event, at: string): Step {
  if (event.type !== 'decided') return stay(call);
  const { decision } = event;
  const back = decision.kind === 'refuse' ? backToTransferor({ ...scene, path: decision.path ?? scene.path }) : null;
  if (back) return send(call, back.scene, { nextHop: back.nextHop, commands: [], at });
  const waitsAgain = decision.kind === 'refuse' ? waiting.again(call, scene, at) : null;
  if (waitsAgain) return waitsAgain;
  const { flow } = scene;
  if (flow && decision.kind === 'refuse') {
    const going = { ...carried(scene), path: decision.path ?? scene.path, flow };
    return inFlow.refused(call, going, { reason: decision.reason, at, ringbackSent: scene.ringbackSent });
  }
  const { codecs, legsMade, ringbackSent } = scene;
  return decided.enter(call, decision, { codecs, legsMade, at, before: { admitted: carried(scene), ringbackSent } });
}
