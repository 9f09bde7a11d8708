import { type Prices, pricesOf } from '../../billing/rating/pins.ts';
import { tripReached, watchOf } from '../../fraud/watch.ts';
import type { OutboundRules } from '../../outbound/contract.ts';
import { SAFE_RULES } from '../../outbound/rules.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Decision, Onward } from '../model/decision.ts';
import { refuse } from '../routing/attempts.ts';
import * as sql from '../sql.ts';
import { classesOf, withoutBlocked } from './blocked-calls.ts';
import { follow, type TenantPolicy, type Routed } from './onward.ts';
import { extensionOfLines, freeLines, linesOf, withinLines } from './outside-lines.ts';
import { legsToPin, withPins } from './pins.ts';
import { reserveLegs } from './reserving.ts';
import { withTableClasses } from './table-classes.ts';

/**
 * Enforces the limits on calls at once, a sandbox's included, and pins what the allowed calls are charged by. The
 * tenant's lines must be locked if the call takes one. If no target remains, the call takes its "unreachable" exit.
 */
export async function pin(
  tx: Tx,
  tenantId: string,
  routed: Routed,
  { isNew, callerOnLine = false, now }: { isNew: boolean; callerOnLine?: boolean; now: Date },
): Promise<Decision> {
  let { decision, ...policy } = routed;
  if (isNew && policy.sandbox && decision.kind !== 'refuse' && (await sql.sandboxIsFull(tx, tenantId)))
    return refuse('too_many_calls', decision.facts);
  for (;;) {
    // Both are sent together. Another round trip would add a tenth to the time of an admission.
    const caps = { rules: policy.outbound ?? SAFE_RULES, callerOnLine, now };
    const [asDialled, prices] = await Promise.all([
      withinCaps(tx, tenantId, decision, caps),
      pricesFor(tx, tenantId, { decision, policy, isNew, now }),
    ]);
    const classed = prices ? withTableClasses(decision, prices, caps.rules, now.toISOString()) : decision;
    // The price may bring another class, for which the fraud rules are checked again. Few rates name one.
    let within = asDialled;
    if (classed !== decision)
      within = classed.kind === 'onward' ? classed : await withinCaps(tx, tenantId, classed, caps);
    const pinned =
      prices && within.kind !== 'onward'
        ? await pinAndReserve(tx, tenantId, { decision: within, prices, isNew, now })
        : within;
    if (pinned.kind !== 'onward') return pinned;
    ({ decision, ...policy } = await follow(tx, tenantId, pinned, policy));
  }
}

/** Pins what each leg is charged by. A leg is dialled only if its first increment fits within the tenant's caps. */
async function pinAndReserve(
  tx: Tx,
  tenantId: string,
  { decision, prices, isNew, now }: { decision: Decision; prices: Prices; isNew: boolean; now: Date },
): Promise<Decision | Onward> {
  const at = now.toISOString();
  const before = decision.kind === 'refuse' ? [] : (decision.facts.legs ?? []);
  return reserveLegs(tx, tenantId, withPins(decision, prices, isNew, at), { before, isNew, at });
}

async function pricesFor(
  tx: Tx,
  tenantId: string,
  {
    decision,
    policy: { billed = false },
    isNew,
    now,
  }: { decision: Decision; policy: TenantPolicy; isNew: boolean; now: Date },
): Promise<Prices | null> {
  const toPin = billed ? legsToPin(decision, isNew) : null;
  if (toPin === null) return null;
  const at = isNew && decision.kind !== 'refuse' ? decision.facts.admittedAt : now.toISOString();
  return pricesOf(tx, tenantId, { at, ...toPin });
}

/**
 * Refuses calls beyond the tenant's limits, and calls that a fraud rule blocks. The tenant's lines must be locked.
 * Emergency calls take no line and are never refused here.
 */
async function withinCaps(
  tx: Tx,
  tenantId: string,
  decision: Decision,
  { rules, callerOnLine, now: at }: { rules: OutboundRules; callerOnLine: boolean; now: Date },
): Promise<Decision | Onward> {
  if (decision.kind !== 'connect' || !decision.usesLine) return decision;
  const { facts } = decision;
  const [inUse, watch] = await Promise.all([
    sql.countLines(tx, tenantId, extensionOfLines(decision), { id: facts.id, callerOnLine }),
    watchOf(tx, tenantId, { at, classes: classesOf(decision) }),
  ]);
  const free = freeLines(rules, inUse);
  // a call that finds no free line still counts towards the fraud rule
  const added = Math.max(1, Math.min(linesOf(decision), free));
  const blocking = await tripReached(tx, tenantId, watch, { at, callsAtOnce: inUse.ofTenant + added });
  const allowed = withoutBlocked(decision, blocking, at.toISOString());
  if (allowed.kind !== 'connect' || !allowed.usesLine) return allowed;
  return withinLines(allowed, free) ?? { kind: 'refuse', reason: 'too_many_calls', record: facts };
}
