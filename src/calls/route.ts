import type { OutboundRules } from '../outbound/contract.ts';
import { type Destination, permits as permitsCall, SAFE_RULES } from '../outbound/rules.ts';
import { tenantMay } from '../status/rules.ts';
import type { TenantStatus } from '../status/contract.ts';
import { extensionDialled, type Meaning, readDialled } from '../platform/numbers/dialled.ts';
import { numberKind } from '../platform/numbers/destination.ts';
import { DEFAULT_HOME, type Home, homeOf, visibleNumber } from '../platform/numbers/e164.ts';
import { LIFELINE } from '../platform/numbers/reserved.ts';
import { locationOf } from '../trunks/location.ts';
import type { CallFacts } from './call-facts.ts';
import type { Arrival, Attempt, CallerId, Decision, Target, TrunkTarget } from './decision.ts';
import { isDialable } from './phone-address.ts';
import { CARRIER_RING_SECONDS, type RefusalReason } from './rules.ts';

/** A phone that a call can ring: its extension and where it is registered now. */
export type Callee = {
  id: string;
  number: string;
  sipUsername: string;
  ringSeconds: number;
  /** it is called with encrypted sound or not at all */
  encryptedOnly: boolean;
  contacts: string[];
};

/** `takesLocation`: calls to 911 carry the caller's location there. */
export type Carrier = { id: string; emergency: boolean; takesLocation?: boolean };

/** What the database says about a call from a phone. */
export type PhoneFacts = {
  /** the country is the one of its address, as it was once typed */
  tenant: {
    id: string;
    status: TenantStatus;
    defaultCnam: string;
    country: string | null;
    /** its address for 911, as it is stored */
    address?: unknown;
  };
  caller: { id: string; number: string; name: string; encryptedOnly: boolean };
  /** the caller's outbound number, else the tenant's lowest; null if it has none */
  did: { id: string; number: string } | null;
  callee: Callee | null;
  /** without any, the safe rules */
  outbound?: OutboundRules | null;
  /** in the order of trying */
  carriers: Carrier[];
};

/** What it says about a call from a carrier to one of our numbers. */
export type CarrierFacts = {
  tenant: { id: string; status: TenantStatus; country?: string | null };
  did: { id: string; number: string };
  callee: Callee | null;
  /** the outside number that calls are forwarded to; `ours` if it is on this platform, where forwarding could go round in circles */
  forward: { number: string; ours: boolean } | null;
  /** without any, the safe rules */
  outbound?: OutboundRules | null;
  /** in the order of trying */
  carriers: Carrier[];
  /** the phones that made emergency calls with this number to call back, within the hour; the last one first */
  callbacks: Callee[];
};

/** A new call's id and its time. */
export type Stamp = { id: string; at: string };

const refuse = (reason: RefusalReason, record: CallFacts | null): Decision => ({ kind: 'refuse', reason, record });

/** Where a call from a phone goes. Emergency calls before everything else. */
export function routeFromPhone(arrival: Arrival, facts: PhoneFacts, stamp: Stamp): Decision {
  const { status } = facts.tenant;
  const home = homeOf(facts.tenant.country, facts.did?.number ?? null);
  const { privacy, ...dialled } = readDialled(arrival.dialled, home);
  const meaning = dialled.kind === 'extension' && !facts.callee ? dialled.otherwise : dialled;
  const destination = destinationOf(meaning, home);
  const call = {
    ...callOf(meaning, arrival.dialled, facts, stamp),
    ...(destination && { destination: destination.class }),
  };
  if (meaning.kind === 'emergency')
    return tenantMay(status, 'emergency') ? toEmergency(call, facts) : refuse('suspended', call);
  if (!mayCallOut(meaning, status)) return refuse('suspended', call);
  if (facts.caller.encryptedOnly && !arrival.overTls && !isLifeline(meaning)) return refuse('not_encrypted', call);
  if (!permitsDestination(destination, facts.outbound)) return refuse('not_permitted', call);
  const encryptedCaller = facts.caller.encryptedOnly && !isLifeline(meaning);
  const restricted = privacy === 'hide' || (privacy === 'asSet' && arrival.restricted);
  switch (meaning.kind) {
    case 'extension':
      return { ...toExtension(call, facts), ...(encryptedCaller && { encryptedCaller }) };
    case 'service':
    case 'outside':
      return { ...toOutside(call, restricted, facts), ...(encryptedCaller && { encryptedCaller }) };
    case 'starCode':
      return refuse('not_in_service', call);
    case 'unreadable':
      return refuse('unknown_number', call);
  }
}

/** The crisis line may be called for as long as 911 may. */
const mayCallOut = (meaning: Meaning, status: TenantStatus): boolean =>
  tenantMay(status, 'outbound') || (isLifeline(meaning) && tenantMay(status, 'emergency'));

const isLifeline = (meaning: Meaning): boolean => meaning.kind === 'service' && meaning.code === LIFELINE;

/** What our rules judge a call out by; null if nothing may refuse it, or if it does not leave. */
function destinationOf(meaning: Meaning, { country }: Home): Destination | null {
  if (meaning.kind === 'outside') return numberKind(meaning.e164, country);
  return meaning.kind === 'service' && meaning.code !== LIFELINE ? { class: 'domestic', country } : null;
}

const permitsDestination = (to: Destination | null, rules: OutboundRules | null | undefined): boolean =>
  to === null || permitsCall(rules ?? SAFE_RULES, to);

/** The facts of a call from a phone, whether it goes through or not. */
function callOf(meaning: Meaning, dialled: string, { tenant, caller, did }: PhoneFacts, stamp: Stamp): CallFacts {
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
    case 'starCode':
      return { ...common, ...within, to: meaning.code + meaning.argument };
    case 'unreadable':
      return { ...common, ...(extensionDialled(dialled) === null ? out : within), to: visibleNumber(dialled) };
  }
}

function toEmergency(facts: CallFacts, { tenant, did, carriers }: PhoneFacts): Decision {
  const trunks = emergencyTrunks(facts.to, carriers, locationOf(tenant.address));
  // the dispatcher must see whom to call back, whatever the phone's privacy setting
  return toTrunks(trunks, facts, { number: did?.number ?? '', name: tenant.defaultCnam, restricted: false });
}

/** First with the location where a trunk takes it; in the end without, since nothing that is said about the caller may cost the call. */
function emergencyTrunks(number: string, carriers: Carrier[], location: string | null): TrunkTarget[] {
  const ways = carriers
    .filter((carrier) => carrier.emergency)
    .map(({ id, takesLocation }) => ({ plain: viaTrunk(id, number), located: takesLocation ? location : null }));
  return [
    ...ways.map(({ plain, located }) => (located ? { ...plain, location: located } : plain)),
    ...ways.flatMap(({ plain, located }) => (located ? [plain] : [])),
  ];
}

function toExtension(facts: CallFacts, { caller, callee }: PhoneFacts): Decision {
  if (!callee) return refuse('unknown_number', facts);
  if (callee.id === caller.id) return refuse('busy', facts);
  return toPhone(callee, facts, { number: caller.number, name: caller.name, restricted: false });
}

function toOutside(facts: CallFacts, restricted: boolean, { tenant, did, carriers }: PhoneFacts): Decision {
  if (!did && facts.to !== LIFELINE) return refuse('no_caller_id', facts);
  const callerId = { number: did?.number ?? '', name: tenant.defaultCnam, restricted };
  return toTrunks(viaTrunks(carriers, facts.to), facts, callerId, { usesLine: facts.to !== LIFELINE });
}

/** Where a call from a carrier goes; `facts` is null if the number belongs to no tenant. */
export function routeFromCarrier(arrival: Arrival, facts: CarrierFacts | null, stamp: Stamp): Decision {
  if (!facts) return refuse('not_ours', null);
  const { callee, tenant, did } = facts;
  const { status } = tenant;
  const callerId = { ...arrival.caller, restricted: arrival.restricted };
  const inbound = (to: Callee | null, emergency: boolean): CallFacts => ({
    ...stamped(stamp, tenant.id),
    direction: 'inbound',
    emergency,
    from: arrival.restricted ? 'anonymous' : arrival.caller.number,
    to: did.number,
    extensionId: to?.id ?? null,
    didId: did.id,
    callbackNumber: null,
  });
  const [caller = null] = facts.callbacks;
  const callback = caller && tenantMay(status, 'emergency') ? toCallback(facts, inbound(caller, true), callerId) : null;
  if (callback) return callback;
  // a number without service that is still the tenant's is one of a suspended tenant
  if (!tenantMay(status, 'inbound'))
    return tenantMay(status, 'register') ? refuse('suspended', inbound(callee, false)) : refuse('not_ours', null);
  if (callee) return toPhone(callee, inbound(callee, false), callerId);
  return facts.forward
    ? forwardOut(facts.forward, facts, inbound(null, false))
    : refuse('not_in_service', inbound(null, false));
}

/**
 * A dispatcher who calls back after 911 must reach a person: the phones that called ring together with what rings otherwise, so that
 * no busy or unplugged phone loses the call. A suspended tenant's other phones ring only when those are gone. Null if there is
 * nothing to ring.
 */
function toCallback(facts: CarrierFacts, call: CallFacts, callerId: CallerId): Decision | null {
  const { tenant, callee, callbacks, forward, carriers } = facts;
  // the dispatcher reaches these phones in any case, encrypted or not
  const theirs = callbacks.flatMap((callee) => targetsOf(callee, false));
  const serves = tenantMay(tenant.status, 'inbound');
  const others =
    callee && (serves || theirs.length === 0) && !callbacks.some(({ id }) => id === callee.id) ? [callee] : [];
  const goesOut =
    serves && forward && !forward.ours && permitsDestination(forwardDestination(forward.number, facts), facts.outbound);
  const [trunk, ...otherTrunks] = goesOut ? viaTrunks(carriers, forward.number) : [];
  // a phone that rings beside it: what the carrier sends before an answer is not for the caller
  const targets: Target[] = [
    ...theirs,
    ...others.flatMap((other) => targetsOf(other, false)),
    ...(trunk ? [{ ...trunk, earlyMedia: false }] : []),
  ];
  if (targets.length === 0) return null;
  const ringSeconds = Math.max(...[...callbacks, ...others].map((phone) => phone.ringSeconds));
  const next = otherTrunks.map((target): Attempt => ({ targets: [target], callerId, ringSeconds }));
  return { kind: 'connect', facts: call, attempts: [{ targets, callerId, ringSeconds }, ...next] };
}

/** A forwarded call is a call out: it costs the tenant the same. */
const forwardDestination = (number: string, { tenant, did }: CarrierFacts): Destination =>
  numberKind(number, homeOf(tenant.country, did.number).country);

/** A call that its number forwards to the outside. Carriers take only our own numbers as caller id, so it shows the number called. */
function forwardOut(to: { number: string; ours: boolean }, called: CarrierFacts, call: CallFacts): Decision {
  const { did, carriers, outbound } = called;
  if (to.ours) return refuse('not_in_service', call);
  const destination = forwardDestination(to.number, called);
  const facts = { ...call, destination: destination.class };
  if (!permitsDestination(destination, outbound)) return refuse('not_permitted', facts);
  const callerId = { number: did.number, name: '', restricted: false };
  return toTrunks(viaTrunks(carriers, to.number), facts, callerId, { usesLine: true });
}

/** While the database does not answer: emergency calls by what the phone's row said when it dialled, nothing else. */
export function routeWithoutDatabase(arrival: Arrival, stamp: Stamp): Decision {
  const { trunkId, callback } = arrival.emergency;
  const meaning = readDialled(arrival.dialled, DEFAULT_HOME);
  // an extension cannot be looked up now: help comes first
  const likely = meaning.kind === 'extension' ? meaning.otherwise : meaning;
  if (arrival.from !== 'phone' || likely.kind !== 'emergency' || trunkId === null)
    return refuse('unavailable', unavailable(arrival, meaning, stamp));
  const { number } = likely;
  const facts: CallFacts = {
    ...stamped(stamp, arrival.tenantId),
    direction: 'outbound',
    emergency: true,
    from: callback ?? arrival.caller.number,
    to: number,
    extensionId: null,
    didId: null,
    callbackNumber: callback,
  };
  return toTrunks([viaTrunk(trunkId, number)], facts, { number: callback ?? '', name: '', restricted: false });
}

/** The facts of a call that could not be decided about; its tenant and extension are looked up when the database is back. */
const unavailable = (arrival: Arrival, meaning: Meaning, stamp: Stamp): CallFacts => ({
  ...stamped(stamp, arrival.tenantId),
  direction: arrival.from === 'carrier' ? 'inbound' : meaning.kind === 'extension' ? 'internal' : 'outbound',
  emergency: meaning.kind === 'emergency',
  from: arrival.restricted ? 'anonymous' : arrival.caller.number,
  to: visibleNumber(arrival.dialled),
  extensionId: null,
  didId: null,
  callbackNumber: null,
});

function toPhone(callee: Callee, facts: CallFacts, callerId: CallerId): Decision {
  const targets = targetsOf(callee, callee.encryptedOnly);
  if (targets.length === 0) return refuse('unreachable', facts);
  return { kind: 'connect', facts, attempts: [{ targets, callerId, ringSeconds: callee.ringSeconds }] };
}

/** Each contact by itself: by its name alone, Asterisk rings only one of an extension's phones. */
const targetsOf = ({ sipUsername, contacts }: Callee, encrypted: boolean): Target[] =>
  contacts
    .filter((contact) => isDialable(contact, encrypted))
    .map((contact) => ({ kind: 'contact', sipUsername, contact, encrypted }));

const viaTrunk = (trunkId: string, number: string): TrunkTarget => ({
  kind: 'trunk',
  trunkId,
  number,
  earlyMedia: true,
});

const viaTrunks = (carriers: Carrier[], number: string): TrunkTarget[] =>
  carriers.map(({ id }) => viaTrunk(id, number));

/** One trunk after the other: the next is tried when the one before failed. */
function toTrunks(
  trunks: TrunkTarget[],
  facts: CallFacts,
  callerId: CallerId,
  { usesLine = false }: { usesLine?: boolean } = {},
): Decision {
  const [first, ...next] = trunks.map((target): Attempt => ({
    targets: [target],
    callerId,
    ringSeconds: CARRIER_RING_SECONDS,
  }));
  if (first === undefined) return refuse('no_carrier', facts);
  return { kind: 'connect', facts, attempts: [first, ...next], ...(usesLine && { usesLine }) };
}

const stamped = ({ id, at }: Stamp, tenantId: string | null) => ({ id, tenantId, admittedAt: at });
