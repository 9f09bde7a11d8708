import type { Destination } from '../../outbound/rules.ts';
import { numberKind } from '../../platform/numbers/destination.ts';
import { homeOf } from '../../platform/numbers/e164.ts';
import { tenantMay } from '../../status/rules.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { Arrival, Attempt, CallerId, Decision, Onward, Target } from '../model/decision.ts';
import { hasComeBackTooOften, permitsDestination, refuse, targetsOf, toTrunks, viaTrunks } from './attempts.ts';
import { type Callee, type CarrierFacts, type Stamp, stamped } from './facts.ts';
import { toExtension } from './to-extension.ts';

/** Where a call from a carrier goes; `facts` is null if the number belongs to no tenant. */
export function routeFromCarrier(arrival: Arrival, facts: CarrierFacts | null, stamp: Stamp): Decision | Onward {
  if (!facts) return refuse('not_ours', null);
  const { callee, tenant, did } = facts;
  const { status } = tenant;
  const { hops = 0 } = facts;
  const callerId = callerIdOf(arrival, facts);
  const inbound = (to: Callee | null, emergency: boolean): CallFacts => ({
    ...stamped(stamp, tenant.id),
    direction: 'inbound',
    emergency,
    from: arrival.restricted ? 'anonymous' : arrival.caller.number,
    to: did.number,
    extensionId: to?.id ?? null,
    didId: did.id,
    callbackNumber: null,
    ...(hops > 0 && { hops }),
  });
  const [caller = null] = facts.callbacks;
  const callback = caller && tenantMay(status, 'emergency') ? toCallback(facts, inbound(caller, true), callerId) : null;
  if (callback) return callback;
  // a number without service that is still the tenant's is one of a suspended tenant
  if (!tenantMay(status, 'inbound'))
    return tenantMay(status, 'register') ? refuse('suspended', inbound(callee, false)) : refuse('not_ours', null);
  if (callee) return toExtension(callee, journeyOf(inbound(callee, false), callerId));
  if (facts.destination) {
    const way = { to: facts.destination, forwarded: null };
    return { kind: 'onward', way, journey: journeyOf(inbound(null, false), callerId) };
  }
  return facts.forward
    ? forwardOut(facts.forward, facts, inbound(null, false))
    : refuse('not_in_service', inbound(null, false));
}

/** Phones show a caller by the tenant's own name for it. A caller who hides its number stays anonymous. */
const callerIdOf = ({ caller, restricted }: Arrival, { contactName }: CarrierFacts): CallerId => ({
  number: caller.number,
  name: (restricted ? null : contactName) ?? caller.name,
  restricted,
});

const journeyOf = (facts: CallFacts, origin: CallerId) => ({
  facts,
  origin,
  path: [],
  at: facts.admittedAt,
  encryptedCaller: false,
});

/**
 * A dispatcher who calls back after 911 must reach a person. The phones that called 911 ring together with the number's normal route,
 * so a busy or unplugged phone doesn't lose the call. A suspended tenant's other phones ring only when those are gone. Null if there is
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
  return { kind: 'connect', facts: call, origin: callerId, attempts: [{ targets, callerId, ringSeconds }, ...next] };
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
  if (hasComeBackTooOften(call)) return refuse('unreachable', facts);
  const callerId = { number: did.number, name: '', restricted: false };
  return toTrunks(viaTrunks(carriers, to.number, destination.class), { facts, callerId, usesLine: true });
}
