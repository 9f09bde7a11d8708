import { numberKind } from '../../platform/numbers/destination.ts';
import { homeOf } from '../../platform/numbers/e164.ts';
import { tenantMay } from '../../status/rules.ts';
import type { Decision, Journey } from '../model/decision.ts';
import { isLooping, permitsDestination, refuse, toTrunks, viaTrunks } from './attempts.ts';
import type { OutsideFacts } from './facts.ts';

/**
 * Sends a call in progress to an outside number. It counts as an outbound call: the tenant's status, outbound
 * permissions and lines apply. Carriers accept only our own numbers as caller ID.
 */
export function toOutside(number: string, facts: OutsideFacts, journey: Journey, confirm: boolean): Decision {
  const { tenant, did, outbound, carriers } = facts;
  const destination = numberKind(number, homeOf(tenant.country, did?.number ?? null).country);
  const call = { ...journey.facts, destination: destination.class };
  const { path } = journey;
  if (!tenantMay(tenant.status, 'outbound')) return { ...refuse('suspended', call), path };
  if (!permitsDestination(destination, outbound)) return { ...refuse('not_permitted', call), path };
  // numbers that forward to each other would loop for ever
  if (number === journey.facts.from || isLooping(call)) return { ...refuse('unreachable', call), path };
  if (!did) return { ...refuse('no_caller_id', call), path };
  const callerId = { number: did.number, name: tenant.defaultCnam, restricted: false };
  // no early media: the caller hears nothing from the carrier until a person has pressed 1
  const trunks = viaTrunks(carriers, number, destination.class).map((trunk) =>
    confirm ? { ...trunk, confirm, earlyMedia: false } : trunk,
  );
  const { origin, encryptedCaller } = journey;
  return toTrunks(trunks, { facts: call, origin, path, encryptedCaller, callerId, usesLine: true });
}
