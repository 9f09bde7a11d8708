import { STATUS_PERMITS } from '../tenants/rules.ts';
import type { TenantStatus } from '../tenants/contract.ts';
import { type Meaning, readDialled } from '../platform/numbers/dialled.ts';
import { DEFAULT_HOME, homeOf } from '../platform/numbers/e164.ts';
import { LIFELINE } from '../platform/numbers/reserved.ts';
import { locationOf } from '../trunks/location.ts';
import type { Arrival, CallFacts, Connect, Decision, Target } from './call.ts';
import { CARRIER_RING_SECONDS, type RefusalReason } from './rules.ts';

/** A phone that a call can ring: its extension and where it is registered now. */
export type Callee = { id: string; number: string; sipUsername: string; ringSeconds: number; contacts: string[] };

/** `takesLocation`: calls to 911 carry the caller's location there. */
export type Carrier = { id: string; emergency: boolean; takesLocation?: boolean };

/** What the database says about a call from a phone. */
export type PhoneFacts = {
  /** the country is the one of its address, as somebody once typed it */
  tenant: {
    id: string;
    status: TenantStatus;
    defaultCnam: string;
    country: string | null;
    /** its address for 911, as it is stored */
    address?: unknown;
  };
  caller: { id: string; number: string; name: string };
  /** the caller's outbound number, else the tenant's lowest; null if it has none */
  did: { id: string; number: string } | null;
  callee: Callee | null;
  /** in the order of trying */
  carriers: Carrier[];
};

/** What it says about a call from a carrier to one of our numbers. */
export type CarrierFacts = {
  tenant: { id: string; status: TenantStatus };
  did: { id: string; number: string };
  callee: Callee | null;
  /** the outside number that calls are sent on to; `ours` if it is on this platform, where sending on could go round in circles */
  forward: { number: string; ours: boolean } | null;
  /** in the order of trying */
  carriers: Carrier[];
  /** the phone that made an emergency call with this number to call back, within the hour */
  callback: Callee | null;
};

/** A new call's id and its time. */
export type Stamp = { id: string; at: string };

const refuse = (reason: RefusalReason): Decision => ({ kind: 'refuse', reason });

/** Where a call from a phone goes. Emergency calls before everything else. */
export function routeFromPhone(arrival: Arrival, facts: PhoneFacts, stamp: Stamp): Decision {
  const permits = STATUS_PERMITS[facts.tenant.status];
  const { privacy, ...dialled } = readDialled(arrival.dialled, homeOf(facts.tenant.country, facts.did?.number ?? null));
  const meaning = dialled.kind === 'extension' && !facts.callee ? dialled.otherwise : dialled;
  if (meaning.kind === 'emergency')
    return permits.emergency ? toEmergency(meaning.number, facts, stamp) : refuse('interrupted');
  if (!mayCallOut(meaning, permits)) return refuse('interrupted');
  const restricted = privacy === 'hide' || (privacy === 'asSet' && arrival.restricted);
  switch (meaning.kind) {
    case 'extension':
      return toExtension(facts, stamp);
    case 'service':
      return toOutside(meaning.code, restricted, facts, stamp);
    case 'outside':
      return toOutside(meaning.e164, restricted, facts, stamp);
    case 'starCode':
      return refuse('unroutedNumber');
    case 'unreadable':
      return refuse('unknownNumber');
  }
}

/** The crisis line may be called for as long as 911 may. */
const mayCallOut = (meaning: Meaning, permits: (typeof STATUS_PERMITS)[TenantStatus]): boolean =>
  permits.outbound || (meaning.kind === 'service' && meaning.code === LIFELINE && permits.emergency);

function toEmergency(number: string, { tenant, caller, did, carriers }: PhoneFacts, stamp: Stamp): Decision {
  const attempts = emergencyAttempts(number, carriers, locationOf(tenant.address));
  if (attempts.length === 0) return refuse('noCarrier');
  return {
    kind: 'connect',
    facts: {
      ...stamped(stamp, tenant.id),
      direction: 'outbound',
      emergency: true,
      from: did?.number ?? caller.number,
      to: number,
      extensionId: caller.id,
      didId: did?.id ?? null,
      callbackNumber: did?.number ?? null,
    },
    attempts,
    // who answers must see whom to call back, whatever the phone's privacy setting
    callerId: { number: did?.number ?? '', name: tenant.defaultCnam, restricted: false },
    ringSeconds: CARRIER_RING_SECONDS,
  };
}

/** First with the location where a trunk takes it; in the end without, since nothing that is said about the caller may cost the call. */
function emergencyAttempts(number: string, carriers: Carrier[], location: string | null): Target[][] {
  const ways = carriers
    .filter((carrier) => carrier.emergency)
    .map(({ id, takesLocation }) => ({
      plain: viaTrunk(`trunk-${id}`, number),
      located: takesLocation ? location : null,
    }));
  return [
    ...ways.map(({ plain, located }) => [located ? { ...plain, location: located } : plain]),
    ...ways.flatMap(({ plain, located }) => (located ? [[plain]] : [])),
  ];
}

function toExtension({ tenant, caller, callee }: PhoneFacts, stamp: Stamp): Decision {
  if (!callee) return refuse('unknownNumber');
  if (callee.id === caller.id) return refuse('busy');
  return toPhone(
    callee,
    {
      ...stamped(stamp, tenant.id),
      direction: 'internal',
      emergency: false,
      from: caller.number,
      to: callee.number,
      extensionId: caller.id,
      didId: null,
      callbackNumber: null,
    },
    { number: caller.number, name: caller.name, restricted: false },
  );
}

function toOutside(number: string, restricted: boolean, facts: PhoneFacts, stamp: Stamp): Decision {
  const { tenant, caller, did, carriers } = facts;
  if (!did && number !== LIFELINE) return refuse('noCallerId');
  if (carriers.length === 0) return refuse('noCarrier');
  return {
    kind: 'connect',
    facts: {
      ...stamped(stamp, tenant.id),
      direction: 'outbound',
      emergency: false,
      from: did?.number ?? caller.number,
      to: number,
      extensionId: caller.id,
      didId: did?.id ?? null,
      callbackNumber: null,
    },
    attempts: carriers.map(({ id }) => [viaTrunk(`trunk-${id}`, number)]),
    callerId: { number: did?.number ?? '', name: tenant.defaultCnam, restricted },
    ringSeconds: CARRIER_RING_SECONDS,
  };
}

/** Where a call from a carrier goes; `facts` is null if the number is nobody's. */
export function routeFromCarrier(arrival: Arrival, facts: CarrierFacts | null, stamp: Stamp): Decision {
  if (!facts) return refuse('notOurNumber');
  const permits = STATUS_PERMITS[facts.tenant.status];
  const { callee, callback, tenant, did } = facts;
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
  const canCallBack = callback !== null && callback.contacts.length > 0 && permits.emergency;
  if (canCallBack) return toPhone(callback, inbound(callback, true), callerId);
  if (!permits.inbound) return refuse(permits.register ? 'interrupted' : 'notOurNumber');
  if (callee) return toPhone(callee, inbound(callee, false), callerId);
  return facts.forward ? sendOn(facts.forward, facts, inbound(null, false)) : refuse('unroutedNumber');
}

/** A call that its number sends on to the outside. Carriers take only our own numbers as caller id, so the number called stands there. */
function sendOn(to: { number: string; ours: boolean }, { did, carriers }: CarrierFacts, facts: CallFacts): Decision {
  if (to.ours) return refuse('unroutedNumber');
  if (carriers.length === 0) return refuse('noCarrier');
  return {
    kind: 'connect',
    facts,
    attempts: carriers.map(({ id }) => [viaTrunk(`trunk-${id}`, to.number)]),
    callerId: { number: did.number, name: '', restricted: false },
    ringSeconds: CARRIER_RING_SECONDS,
  };
}

/** While the database does not answer: emergency calls by what the phone's row said when it dialled, nothing else. */
export function routeWithoutDatabase(arrival: Arrival, stamp: Stamp): Decision {
  const { trunk, callback } = arrival.emergency;
  const meaning = readDialled(arrival.dialled, DEFAULT_HOME);
  // an extension cannot be looked up now: help comes first
  const likely = meaning.kind === 'extension' ? meaning.otherwise : meaning;
  if (arrival.from !== 'phone' || likely.kind !== 'emergency' || trunk === null) return refuse('unavailable');
  const { number } = likely;
  return {
    kind: 'connect',
    facts: {
      ...stamped(stamp, arrival.tenantId),
      direction: 'outbound',
      emergency: true,
      from: callback ?? arrival.caller.number,
      to: number,
      extensionId: null,
      didId: null,
      callbackNumber: callback,
    },
    attempts: [[viaTrunk(trunk, number)]],
    callerId: { number: callback ?? '', name: '', restricted: false },
    ringSeconds: CARRIER_RING_SECONDS,
  };
}

function toPhone(callee: Callee, facts: CallFacts, callerId: Connect['callerId']): Decision {
  if (callee.contacts.length === 0) return refuse('unreachable');
  // each contact by itself: by its name alone, Asterisk rings only one of an extension's phones
  const group = callee.contacts.map((uri) => ({ endpoint: `PJSIP/${callee.sipUsername}/${uri}`, earlyMedia: false }));
  return { kind: 'connect', facts, attempts: [group], callerId, ringSeconds: callee.ringSeconds };
}

const viaTrunk = (trunk: string, number: string): Target => ({
  endpoint: `PJSIP/${number}@${trunk}`,
  earlyMedia: true,
});

const stamped = ({ id, at }: Stamp, tenantId: string | null) => ({ id, tenantId, admittedAt: at });
