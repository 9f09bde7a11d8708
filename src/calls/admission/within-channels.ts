import type { Decision } from '../model/decision.ts';
import { refuse } from '../routing/attempts.ts';
import { isProtected } from '../rules.ts';
import { filterTargets } from './pins.ts';

/**
 * Limits each attempt to as many targets as there are free channels, in their order (`call-control/free-channels.ts`).
 * Emergency calls have no limit. If no target fits, the call is refused without an announcement, since that would
 * occupy its channel.
 */
export function withinChannels(decision: Decision, freeChannels: number): Decision {
  if (decision.kind === 'refuse' || isProtected(decision.facts)) return decision;
  const full = refuse('overloaded', decision.facts);
  if (freeChannels < 0) return full;
  if (decision.kind !== 'connect') return decision;
  const attempts = filterTargets(decision.attempts, (target, before) => (before.length < freeChannels ? target : null));
  return attempts ? { ...decision, attempts } : { ...full, path: decision.path ?? [] };
}
