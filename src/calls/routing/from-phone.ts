import type { Destination } from '../../outbound/rules.ts';
import { numberKind } from '../../platform/numbers/destination.ts';
import { extensionDialled, type DialledMeaning, readDialled } from '../../platform/numbers/dialled.ts';
import { type Home, homeOf, visibleNumber } from '../../platform/numbers/e164.ts';
import { LIFELINE } from '../../platform/numbers/reserved.ts';
import { settingOf } from '../../star-codes/rules.ts';
import type { TenantStatus } from '../../status/contract.ts';
import { tenantMay } from '../../status/rules.ts';
import { locationOf } from '../../trunks/location.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { Invite, Decision, Onward, TrunkTarget } from '../model/decision.ts';
import type { MailboxAccess } from '../model/mailbox.ts';
import { parkingDialled } from '../model/parking.ts';
import { permitsDestination, refuse, toTrunks, viaTrunk, viaTrunks } from './attempts.ts';
import { type Carrier, type PhoneFacts, type Stamp, stamped } from './facts.ts';
import { toExtension } from './to-extension.ts';

/** Routes a call from a phone. Emergency calls come before everything else. */
export function routeFromPhone(invite: Invite, facts: PhoneFacts, stamp: Stamp): Decision | Onward {
  const { status } = facts.tenant;
  const home = homeOf(facts.tenant.country, facts.did?.number ?? null);
  const { privacy, ...dialled } = readDialled(invite.dialled, home);
  const meaning = dialled.kind === 'extension' && !ringsExtension(dialled, facts) ? dialled.otherwise : dialled;
  const destination = destinationOf(meaning, home);
  const call = {
    ...callOf(meaning, invite.dialled, facts, stamp),
    ...(destination && { destination: destination.class }),
  };
  // the only emergency calls that we don't carry: docs/decisions/041-sandbox-emergency-calls.md
  if (facts.tenant.sandbox && (meaning.kind === 'emergency' || isLifeline(meaning)))
    return refuse('sandbox_emergency', { ...call, emergency: false, callbackNumber: null });
  if (meaning.kind === 'emergency')
    return tenantMay(status, 'emergency') ? toEmergency(call, facts) : refuse('suspended', call);
  if (!mayCallOut(meaning, status)) return refuse('suspended', call);
  if (facts.caller.encryptedOnly && !invite.overTls && !isLifeline(meaning)) return refuse('not_encrypted', call);
  if (!permitsDestination(destination, facts.outbound)) return refuse('not_permitted', call);
  const encryptedCaller = facts.caller.encryptedOnly && !isLifeline(meaning);
  const restricted = privacy === 'hide' || (privacy === 'asSet' && invite.restricted);
  switch (meaning.kind) {
    case 'extension':
      return toColleague(call, facts, encryptedCaller);
    case 'service':
    case 'outside':
      return { ...toOutside(call, restricted, facts), ...(encryptedCaller && { encryptedCaller }) };
    case 'pickup':
      return pickUp(call, facts, meaning.number, encryptedCaller);
    case 'starCode':
      return (
        toVoicemail(meaning.code, call, facts, encryptedCaller) ??
        toSetting(meaning, call, facts, encryptedCaller) ??
        refuse('not_in_service', call)
      );
    case 'unreadable':
      return toParking(call, invite.dialled, facts, encryptedCaller) ?? refuse('unknown_number', call);
  }
}

/**
 * Whether a number rings an extension. A number that could also be an emergency number or the crisis line is that,
 * unless the tenant uses it and its calls may go out.
 */
function ringsExtension({ otherwise }: Extract<DialledMeaning, { kind: 'extension' }>, facts: PhoneFacts): boolean {
  const isOurs = facts.callee !== null || Boolean(facts.planned);
  const isForHelp = otherwise.kind === 'emergency' || isLifeline(otherwise);
  return isOurs && (!isForHelp || tenantMay(facts.tenant.status, 'outbound'));
}

/** The star codes that open a mailbox: the phone's own, or any mailbox by its number and PIN. Null for other codes. */
function toVoicemail(
  code: string,
  facts: CallFacts,
  { tenant, caller }: PhoneFacts,
  encryptedCaller: boolean,
): Decision | null {
  const { id: tenantId } = tenant;
  const accesses: Record<string, MailboxAccess> = {
    '*97': { tenantId, by: { kind: 'extension', id: caller.id }, source: { kind: 'ownPhone' } },
    '*98': { tenantId, by: { kind: 'number' }, source: { kind: 'phone', extensionId: caller.id } },
  };
  const access = accesses[code];
  if (!access) return null;
  const origin = { number: caller.number, name: caller.name, restricted: false };
  return { kind: 'voicemail', facts, origin, access, ...(encryptedCaller && { encryptedCaller }) };
}

/** The star codes that change a setting of the phone's extension. Null for other codes. */
function toSetting(
  { code, argument }: Extract<DialledMeaning, { kind: 'starCode' }>,
  facts: CallFacts,
  { caller }: PhoneFacts,
  encryptedCaller: boolean,
): Decision | null {
  const setting = settingOf(code, argument);
  const origin = { number: caller.number, name: caller.name, restricted: false };
  return setting && { kind: 'setting', facts, origin, setting, ...(encryptedCaller && { encryptedCaller }) };
}

/** The crisis line (988) may be called whenever 911 may. */
const mayCallOut = (meaning: DialledMeaning, status: TenantStatus): boolean =>
  tenantMay(status, 'outbound') || (isLifeline(meaning) && tenantMay(status, 'emergency'));

const isLifeline = (meaning: DialledMeaning): boolean => meaning.kind === 'service' && meaning.code === LIFELINE;

/**
 * The destination that outbound permissions are checked against. Null if the call doesn't leave the tenant, or must not
 * be refused.
 */
function destinationOf(meaning: DialledMeaning, { country }: Home): Destination | null {
  if (meaning.kind === 'outside') return numberKind(meaning.e164, country);
  return meaning.kind === 'service' && meaning.code !== LIFELINE ? { class: 'domestic', country } : null;
}

/** The facts of a call from a phone, for its record even if it is refused. */
function callOf(
  meaning: DialledMeaning,
  dialled: string,
  { tenant, caller, did }: PhoneFacts,
  stamp: Stamp,
): CallFacts {
  const out = { direction: 'outbound', from: did?.number ?? caller.number, didId: did?.id ?? null } as const;
  const within = { direction: 'internal', from: caller.number, didId: null } as const;
  const common = { ...stamped(stamp, tenant.id), emergency: false, extensionId: caller.id, callbackNumber: null };
  switch (meaning.kind) {
    case 'emergency':
      return { ...common, ...out, to: meaning.number, emergency: true, callbackNumber: did?.number ?? null };
    case 'service':
      return { ...common, ...out, to: meaning.code };
    case 'outside':
      return { ...common, ...out, to: meaning.e164 };
    case 'extension':
      return { ...common, ...within, to: meaning.number };
    case 'pickup':
      return { ...common, ...within, to: `*8${meaning.number ?? ''}` };
    case 'starCode':
      return { ...common, ...within, to: meaning.code + meaning.argument };
    case 'unreadable':
      return { ...common, ...(extensionDialled(dialled) === null ? out : within), to: visibleNumber(dialled) };
  }
}

function toEmergency(facts: CallFacts, { tenant, did, carriers }: PhoneFacts): Decision {
  const trunks = emergencyTrunks(facts.to, carriers, locationOf(tenant.address));
  // the dispatcher must see the callback number, whatever the phone's privacy setting
  return toTrunks(trunks, {
    facts,
    callerId: { number: did?.number ?? '', name: tenant.defaultCnam, restricted: false },
  });
}

/**
 * Tries the trunks with the caller's location first, then without it. A problem with the location must never cost the
 * call.
 */
function emergencyTrunks(number: string, carriers: Carrier[], location: string | null): TrunkTarget[] {
  const ways = carriers
    .filter((carrier) => carrier.emergency)
    .map(({ id, takesLocation }) => ({ plain: viaTrunk(id, number), located: takesLocation ? location : null }));
  return [
    ...ways.map(({ plain, located }) => (located ? { ...plain, location: located } : plain)),
    ...ways.flatMap(({ plain, located }) => (located ? [plain] : [])),
  ];
}

/**
 * A phone that dials the parking code hears a free slot. A phone that dials a slot retrieves the call in it. Null for
 * any other number.
 */
function toParking(
  facts: CallFacts,
  dialled: string,
  { caller, notSlots = [] }: PhoneFacts,
  encryptedCaller: boolean,
): Decision | null {
  const parking = parkingDialled(dialled);
  if (parking === null) return null;
  const { slot } = parking;
  const origin = { number: caller.number, name: caller.name, restricted: false };
  const accepted = {
    facts: { ...facts, direction: 'internal', from: caller.number, didId: null } as const,
    origin,
    ...(encryptedCaller && { encryptedCaller }),
  };
  const by = { extensionId: caller.id, number: caller.number };
  return slot === null
    ? { kind: 'park', ...accepted, by, slot, taken: notSlots }
    : { kind: 'retrieve', ...accepted, slot };
}

/**
 * Picks up a call that rings at another phone. Which of the phones rings is only looked up when this call is connected.
 */
function pickUp(
  facts: CallFacts,
  { caller, callee, colleagues = null }: PhoneFacts,
  number: string | null,
  encryptedCaller: boolean,
): Decision {
  if (number !== null && !callee) return refuse('unknown_number', facts);
  const origin = { number: caller.number, name: caller.name, restricted: false };
  const of = number === null ? colleagues : callee && [callee.id];
  return { kind: 'pickup', facts, origin, of, ...(encryptedCaller && { encryptedCaller }) };
}

function toColleague(
  facts: CallFacts,
  { caller, callee, planned }: PhoneFacts,
  encryptedCaller: boolean,
): Decision | Onward {
  const origin = { number: caller.number, name: caller.name, restricted: false };
  const party = { extensionId: caller.id, number: caller.number };
  const journey = { facts, party, origin, path: [], at: facts.admittedAt, encryptedCaller };
  if (callee) return callee.id === caller.id ? refuse('busy', facts) : toExtension(callee, journey);
  return planned
    ? { kind: 'onward', nextHop: { to: planned, forwarded: null }, journey }
    : refuse('unknown_number', facts);
}

function toOutside(facts: CallFacts, restricted: boolean, { tenant, did, carriers }: PhoneFacts): Decision {
  if (!did && facts.to !== LIFELINE) return refuse('no_caller_id', facts);
  const callerId = { number: did?.number ?? '', name: tenant.defaultCnam, restricted };
  return toTrunks(viaTrunks(carriers, facts.to, facts.destination), {
    facts,
    callerId,
    usesLine: facts.to !== LIFELINE,
  });
}
