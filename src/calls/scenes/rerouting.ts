import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { ForwardReason } from '../model/call-path.ts';
import type { Command } from '../model/command.ts';
import type { Exit, Exits, Way } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { isCallerOnLine } from '../model/held-lines.ts';
import { CAUSE } from '../rules.ts';
import * as decided from './decided.ts';
import * as inFlow from './in-flow.ts';
import { act, stay, type Step } from './step.ts';
import { stopLegs } from './stop-legs.ts';
import * as waiting from './waiting.ts';

type Rerouting = Scene<'rerouting'>;

const EXIT_OF_CAUSE: Partial<Record<number, Exit>> = {
  [CAUSE.busy]: 'busy',
  [CAUSE.rejected]: 'busy',
  [CAUSE.noAnswer]: 'noAnswer',
};
const REASON: Record<Exit, ForwardReason> = { busy: 'busy', noAnswer: 'no_answer', unreachable: 'unreachable' };

export const exitBy = (cause: number): Exit => EXIT_OF_CAUSE[cause] ?? 'unreachable';

/** Where a call goes on that ended with this cause; null if it goes nowhere. */
export function exitOf(exits: Exits | null, cause: number): Way | null {
  const exit = exitBy(cause);
  const to = exits?.to[exit];
  if (!exits || !to) return null;
  const { by, confirm } = exits;
  return { to, forwarded: { by, because: REASON[exit] }, confirm };
}

/** What still rings stops, and the database is asked where the call goes. The caller goes on hearing what it hears. */
export function enter(call: Call, scene: Scene<'dialling'>, way: Way, at: string): Step {
  const { facts, path, commands } = stopLegs(scene, 'cancelled', at);
  const going: Rerouting = { kind: 'rerouting', ...carried(scene), facts, path, ringbackSent: scene.ringbackSent };
  return send(call, going, way, commands, at);
}

/** A call that rings nowhere goes on to what its caller asks for. */
export function goOn(call: Call, admitted: Admitted, to: Way['to'], at: string): Step {
  return send(call, { kind: 'rerouting', ...admitted, ringbackSent: false }, { to, forwarded: null }, [], at);
}

/** The database is asked where the call goes, while these commands are carried out. */
export function send(call: Call, scene: Rerouting, way: Way, commands: Command[], at: string): Step {
  const { facts, origin, path, encryptedCaller } = scene;
  const callerOnLine = isCallerOnLine(scene);
  const journey = { facts, origin, path, at, encryptedCaller, ...(callerOnLine && { callerOnLine }) };
  return act(call, scene, ...commands, { type: 'reroute', onward: { kind: 'onward', way, journey } });
}

/** A transferred call that nobody takes goes back to who transferred it, once; null for any other call. */
export function backToGiver<S extends Admitted>(scene: S): { scene: S; way: Way } | null {
  const { returnTo } = scene;
  if (returnTo === null) return null;
  return { scene: { ...scene, returnTo: null }, way: { to: { kind: 'return', to: returnTo }, forwarded: null } };
}

export function on(call: Call, scene: Rerouting, event: Event, at: string): Step {
  if (event.type !== 'decided') return stay(call);
  const { decision } = event;
  const back = decision.kind === 'refuse' ? backToGiver({ ...scene, path: decision.path ?? scene.path }) : null;
  if (back) return send(call, back.scene, back.way, [], at);
  const waitsAgain = decision.kind === 'refuse' ? waiting.again(call, scene, at) : null;
  if (waitsAgain) return waitsAgain;
  const { flow } = scene;
  if (flow && decision.kind === 'refuse') {
    const going = { ...carried(scene), path: decision.path ?? scene.path, flow };
    return inFlow.refused(call, going, decision.reason, at, scene.ringbackSent);
  }
  const before = { admitted: carried(scene), ringbackSent: scene.ringbackSent };
  return decided.enter(call, scene.codecs, decision, at, before);
}
