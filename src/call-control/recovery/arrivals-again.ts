import type { Arrival } from '../../calls/model/decision.ts';
import type { LegNote } from '../../calls/model/leg-note.ts';
import { isProtected } from '../../calls/rules.ts';
import { type AriChannel, argumentsOf, arrivalOf } from '../ari/ari-events.ts';
import { highestNumber, legsIn, type Snapshot } from './snapshot.ts';

/** The arrival of a call that the process before may have decided. Null for a channel that isn't a caller's. */
export function arrivalAgain(channel: AriChannel, snapshot: Snapshot): Arrival | null {
  const started = argumentsOf(channel);
  const arrival = started === null ? null : arrivalOf(channel, started);
  return arrival && { ...arrival, foundWaiting: true, legsMade: highestNumber(legsIn(snapshot, arrival.id)) };
}

/**
 * The arrival of a call to 911 or the crisis line that nobody has answered. The trunks that it could still try are lost
 * with the process before, so it is decided again: once its leg fails, if that rings, or else at once. A leg that
 * doesn't ring may never react, and may not even have been dialled.
 */
export function undecided(caller: AriChannel, { facts }: LegNote, snapshot: Snapshot): Arrival | null {
  const isOpen = isProtected(facts) && facts.direction === 'outbound' && caller.state !== 'Up';
  return isOpen && !legsIn(snapshot, facts.id).some(({ state }) => state === 'Up')
    ? arrivalAgain(caller, snapshot)
    : null;
}
