import { type DialledMeaning, readDialled } from '../../platform/numbers/dialled.ts';
import { homeOf, visibleNumber } from '../../platform/numbers/e164.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { Arrival, Decision } from '../model/decision.ts';
import { refuse, toTrunks, viaTrunk } from './attempts.ts';
import { stamped } from './facts.ts';

/**
 * Routes a call while the database is down. Emergency calls go out by the trunk and callback number in the phone's
 * endpoint row. All other callers hear that calls are not possible now.
 */
export function routeWithoutDatabase(arrival: Arrival): Decision {
  const { trunkId, callback, country } = arrival.emergency;
  const meaning = readDialled(arrival.dialled, homeOf(country, callback));
  // extensions can't be looked up now, so a number that may be an emergency number is one
  const likely = meaning.kind === 'extension' ? meaning.otherwise : meaning;
  if (arrival.from !== 'phone' || likely.kind !== 'emergency' || trunkId === null)
    return refuse('unavailable', unavailable(arrival, likely.kind === 'emergency' ? likely : meaning));
  const { number } = likely;
  const facts: CallFacts = {
    ...stamped(arrival, arrival.tenantId),
    direction: 'outbound',
    emergency: true,
    from: callback ?? arrival.caller.number,
    to: number,
    extensionId: null,
    didId: null,
    callbackNumber: callback,
  };
  const callerId = { number: callback ?? '', name: '', restricted: false };
  return toTrunks([viaTrunk(trunkId, number)], { facts, callerId });
}

/** The facts of a call that could not be decided. Its tenant and extension are looked up when the database is back. */
const unavailable = (arrival: Arrival, meaning: DialledMeaning): CallFacts => ({
  ...stamped(arrival, arrival.tenantId),
  direction: arrival.from === 'carrier' ? 'inbound' : meaning.kind === 'extension' ? 'internal' : 'outbound',
  emergency: arrival.from === 'phone' && meaning.kind === 'emergency',
  from: arrival.restricted ? 'anonymous' : arrival.caller.number,
  to: meaning.kind === 'emergency' ? meaning.number : visibleNumber(arrival.dialled),
  extensionId: null,
  didId: null,
  callbackNumber: null,
});
