import type { Destination } from '../../outbound/rules.ts';
import { numberKind } from '../../platform/numbers/destination.ts';
import { carrierCaller, homeOf } from '../../platform/numbers/e164.ts';
import { tenantMay } from '../../status/rules.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallerId, Decision, Invite, Onward } from '../model/decision.ts';
import { isLooping, permitsDestination, refuse, toTrunks, viaTrunks } from './attempts.ts';
import { type Callee, type CarrierFacts, type Stamp, stamped } from './facts.ts';
import { toCallback } from './to-callback.ts';
import { toExtension } from './to-extension.ts';

/** Routes an inbound call. `facts` is null if the number belongs to no tenant. */
export function routeFromCarrier(invite: Invite, facts: CarrierFacts | null, stamp: Stamp): Decision | Onward {
  if (!facts) return refuse('not_ours', null);
  const { callee, tenant, did } = facts;
  const { status } = tenant;
  const { hops = 0 } = facts;
  const callerId = callerIdOf(invite, facts);
  const inbound = (to: Callee | null, emergency: boolean): CallFacts => ({
    ...stamped(stamp, tenant.id),
    direction: 'inbound',
    emergency,
    from: invite.restricted ? 'anonymous' : callerId.number,
    to: did.number,
    extensionId: to?.id ?? null,
    didId: did.id,
    callbackNumber: null,
    ...(hops > 0 && { hops }),
  });
  const [caller = null] = tenantMay(status, 'emergency') ? facts.callbacks : [];
  const isCallback = caller !== null;
  const callback = isCallback ? toCallback(facts, inbound(caller, true), callerId) : null;
  if (callback) return callback;
  // Only a suspended tenant has numbers but no inbound service. A cancelled one may not even register.
  if (!tenantMay(status, 'inbound'))
    return tenantMay(status, 'register') ? refuse('suspended', inbound(callee, false)) : refuse('not_ours', null);
  if (callee) return toExtension(callee, journeyOf(inbound(callee, isCallback), callerId));
  const call = inbound(caller, isCallback);
  if (facts.destination) {
    const nextHop = { to: facts.destination, forwarded: null };
    return { kind: 'onward', nextHop, journey: journeyOf(call, callerId) };
  }
  return facts.forward ? forwardOut(facts.forward, facts, call) : refuse('not_in_service', call);
}

/**
 * Phones show the tenant's own name for a caller, and its number so that it can be called back. A caller with a withheld
 * number stays anonymous.
 */
const callerIdOf = ({ caller, restricted }: Invite, { contactName }: CarrierFacts): CallerId => ({
  number: carrierCaller(caller.number),
  name: (restricted ? null : contactName) ?? caller.name,
  restricted,
});

const journeyOf = (facts: CallFacts, origin: CallerId) => ({
  facts,
  party: { extensionId: null, number: facts.from },
  origin,
  path: [],
  at: facts.admittedAt,
  encryptedCaller: false,
});

/** A forwarded call is permitted like an outbound call, because it costs the tenant the same. */
const forwardDestination = (number: string, { tenant, did }: CarrierFacts): Destination =>
  numberKind(number, homeOf(tenant.country, did.number).country);

/**
 * Forwards an inbound call to an outside number. Carriers accept only our own numbers as caller ID, so it shows the
 * number that was called.
 */
function forwardOut(to: { number: string; ours: boolean }, called: CarrierFacts, call: CallFacts): Decision {
  const { did, carriers, outbound } = called;
  if (to.ours) return refuse('not_in_service', call);
  const destination = forwardDestination(to.number, called);
  const facts = { ...call, destination: destination.class };
  if (!permitsDestination(destination, outbound)) return refuse('not_permitted', facts);
  // numbers that forward to each other would loop for ever
  if (to.number === call.from || isLooping(call)) return refuse('unreachable', facts);
  const callerId = { number: did.number, name: '', restricted: false };
  return toTrunks(viaTrunks(carriers, to.number, destination.class), { facts, callerId, usesLine: true });
}
