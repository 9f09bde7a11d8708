import { type DialledMeaning, readDialled } from '../../platform/numbers/dialled.ts';
import { carrierCaller, homeOf, visibleNumber } from '../../platform/numbers/e164.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { Arrival, Decision, EmergencyRow, Onward } from '../model/decision.ts';
import { refuse, toTrunks, type TrunkCall, viaTrunk } from './attempts.ts';
import { stamped } from './facts.ts';

/**
 * Routes a call while the database is down. Emergency calls go out by the trunks and callback number in the phone's
 * endpoint row. All other callers hear that calls are not possible now.
 */
export function routeWithoutDatabase(arrival: Arrival): Decision {
  const meaning = likelyMeaning(arrival.dialled, arrival.emergency);
  const number = arrival.from === 'phone' ? numberForHelp(meaning, arrival.emergency) : null;
  if (number === null) return refuse('unavailable', unavailable(arrival, meaning));
  const { callback } = arrival.emergency;
  const facts: CallFacts = {
    ...stamped(arrival, arrival.tenantId),
    ...toHelp(number, arrival.emergency),
    from: callback ?? arrival.caller.number,
    extensionId: null,
  };
  return viaRow(arrival.emergency, { facts });
}

/**
 * Routes a call in progress while the database is down. Only a transfer to an emergency number goes anywhere, as a call
 * of the phone that transfers (`routeTransfer`).
 */
export function rerouteWithoutDatabase({ nextHop: { to }, journey }: Onward): Decision {
  const { facts: before, path, origin, encryptedCaller } = journey;
  const row = to.kind === 'transfer' ? to.emergency : undefined;
  const number = to.kind === 'transfer' && row ? numberForHelp(likelyMeaning(to.number, row), row) : null;
  if (to.kind !== 'transfer' || !row || number === null) return refuse('unavailable', before);
  const { by } = to;
  const facts: CallFacts = {
    ...stamped({ id: before.id, at: before.admittedAt }, before.tenantId),
    ...toHelp(number, row),
    from: row.callback ?? by.number,
    extensionId: by.extensionId,
    ...(before.legs && { legs: before.legs }),
  };
  const step = { event: 'transferred', at: journey.at, ...by, to: to.number, attended: false } as const;
  return viaRow(row, { facts, origin, path: [...path, step], encryptedCaller });
}

/** Extensions can't be looked up now, so a number that may be an emergency number is one. */
function likelyMeaning(dialled: string, { country, callback }: EmergencyRow): DialledMeaning {
  const meaning = readDialled(dialled, homeOf(country, callback));
  return meaning.kind === 'extension' && meaning.otherwise.kind === 'emergency' ? meaning.otherwise : meaning;
}

/** The emergency number to call. Null if it is none, or can't be called. */
const numberForHelp = (meaning: DialledMeaning, { trunkIds }: EmergencyRow): string | null =>
  meaning.kind === 'emergency' && trunkIds.length > 0 ? meaning.number : null;

const toHelp = (number: string, { callback }: EmergencyRow) =>
  ({ direction: 'outbound', emergency: true, to: number, didId: null, callbackNumber: callback }) as const;

const viaRow = ({ trunkIds, callback }: EmergencyRow, call: Omit<TrunkCall, 'callerId'>): Decision =>
  toTrunks(
    trunkIds.map((id) => viaTrunk(id, call.facts.to)),
    { ...call, callerId: { number: callback ?? '', name: '', restricted: false } },
  );

/** The facts of a call that could not be decided. Its tenant and extension are looked up when the database is back. */
const unavailable = (arrival: Arrival, meaning: DialledMeaning): CallFacts => ({
  ...stamped(arrival, arrival.tenantId),
  direction: arrival.from === 'carrier' ? 'inbound' : meaning.kind === 'extension' ? 'internal' : 'outbound',
  emergency: arrival.from === 'phone' && meaning.kind === 'emergency',
  from: callerOf(arrival),
  to: meaning.kind === 'emergency' ? meaning.number : visibleNumber(arrival.dialled),
  extensionId: null,
  didId: null,
  callbackNumber: null,
});

const callerOf = ({ from, restricted, caller: { number } }: Arrival): string => {
  if (restricted) return 'anonymous';
  return from === 'carrier' ? carrierCaller(number) : number;
};
