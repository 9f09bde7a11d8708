import { type Admitted, type Call, carried, legsOf, type Scene } from '../call.ts';
import type { ForwardReason } from '../call-path.ts';
import type { Command } from '../command.ts';
import type { Exit, Exits, Way } from '../decision.ts';
import type { Event } from '../event.ts';
import { rang } from '../legs.ts';
import { CAUSE } from '../rules.ts';
import * as decided from './decided.ts';
import { act, stay, type Step } from './step.ts';

const EXIT_OF_CAUSE: Partial<Record<number, Exit>> = {
  [CAUSE.busy]: 'busy',
  [CAUSE.rejected]: 'busy',
  [CAUSE.noAnswer]: 'noAnswer',
};
const REASON: Record<Exit, ForwardReason> = { busy: 'busy', noAnswer: 'no_answer', unreachable: 'unreachable' };

/** Where a call goes on that ended with this cause; null if it goes nowhere. */
export function exitOf(exits: Exits | null, cause: number): Way | null {
  const exit = EXIT_OF_CAUSE[cause] ?? 'unreachable';
  const to = exits?.to[exit];
  if (!exits || !to) return null;
  const { by, confirm } = exits;
  return { to, forwarded: { by, because: REASON[exit] }, confirm };
}

/** What still rings stops, and the database is asked where the call goes. The caller goes on hearing what it hears. */
export function enter(call: Call, scene: Scene<'dialling'>, way: Way, at: string): Step {
  const stop = legsOf({ ...call, scene }).map((channel): Command => ({
    type: 'hangUp',
    channel,
    cause: CAUSE.noAnswer,
  }));
  const path = [...scene.path, ...scene.legs.map((leg) => rang(leg, 'cancelled', at))];
  const { facts, origin, encryptedCaller } = scene;
  const journey = { facts, origin, path, at, encryptedCaller };
  return act(call, { kind: 'rerouting', ...carried(scene), path, ringbackSent: scene.ringbackSent }, ...stop, {
    type: 'reroute',
    onward: { kind: 'onward', way, journey },
  });
}

/** A call that rings nowhere goes on to what its caller asks for. */
export function goOn(call: Call, admitted: Admitted, to: Way['to'], at: string): Step {
  const { facts, origin, encryptedCaller, path } = admitted;
  const journey = { facts, origin, path, at, encryptedCaller };
  return act(
    call,
    { kind: 'rerouting', ...admitted, ringbackSent: false },
    {
      type: 'reroute',
      onward: { kind: 'onward', way: { to, forwarded: null }, journey },
    },
  );
}

export function on(call: Call, scene: Scene<'rerouting'>, event: Event, at: string): Step {
  if (event.type !== 'decided') return stay(call);
  const before = { admitted: carried(scene), ringbackSent: scene.ringbackSent };
  return decided.enter(call, scene.codecs, event.decision, at, before);
}
