import type { Decision } from '../model/decision.ts';
import { isProtected } from '../rules.ts';
import { refuse } from '../routing/attempts.ts';
import { keepTargets } from './pins.ts';

/**
 * The decision with as many targets at once as there are channels left for calls that ask for no help, the first ones of each attempt (`call-control/audio-room.ts`).
 * A caller too many is refused without an announcement, which would keep its channel busy.
 */
export function withinRoom(decision: Decision, room: number): Decision {
  if (decision.kind === 'refuse' || isProtected(decision.facts)) return decision;
  const full = refuse('overloaded', decision.facts);
  if (room < 0) return full;
  if (decision.kind !== 'connect') return decision;
  const attempts = keepTargets(decision.attempts, (target, before) => (before.length < room ? target : null));
  return attempts ? { ...decision, attempts } : { ...full, path: decision.path ?? [] };
}
