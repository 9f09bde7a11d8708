import type { BilledLeg } from '../../billing/rating/pin-contract.ts';
import { reduceBy, lockRoom, roomFor } from '../../billing/rating/room.ts';
import type { CallCap } from '../../limits/cap-contract.ts';
import { NOTHING_RESERVED, nextStep } from '../../limits/reservation-rules.ts';
import { reportHit } from '../../limits/review-requests.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Decision, Onward } from '../model/decision.ts';
import { withoutLegs } from './pins.ts';

/**
 * Reserves the first step of each newly pinned leg. Each leg reserves separately, since any of them may answer. A leg
 * whose first increment doesn't fit is not dialled. An inbound call that doesn't fit is refused before it is answered.
 * `before`: the legs that the call already had. They have live rows, unless the call is new.
 */
export async function reserveLegs(
  tx: Tx,
  tenantId: string,
  decision: Decision | Onward,
  { before, isNew, at }: { before: readonly BilledLeg[]; isNew: boolean; at: string },
): Promise<Decision | Onward> {
  if (decision.kind === 'refuse' || decision.kind === 'onward' || decision.facts.emergency) return decision;
  const { legs = [] } = decision.facts;
  const added = legs.filter(({ leg }) => !before.some((known) => known.leg === leg));
  const [cycleId] = added.flatMap(({ pin }) => (pin.rate === null ? [] : pin.cycleId));
  if (cycleId === undefined) return decision;
  const locked = await lockRoom(tx, tenantId, cycleId);
  if (!locked) return decision;
  // a call that is not live yet has no rows, so what it has reserved on its way is subtracted here
  let room = before.reduce(
    (left, { reserved }) => (isNew && reserved ? reduceBy(left, NOTHING_RESERVED, reserved) : left),
    locked.room,
  );
  const refused = new Map<number, CallCap>();
  const reserved = added.map((leg): BilledLeg => {
    const { pin } = leg;
    if (pin.rate === null) return leg;
    const step = nextStep(pin.rate.rate, NOTHING_RESERVED, roomFor(pin, room));
    if (step.kind === 'refused') {
      refused.set(leg.leg, step.by);
      return leg;
    }
    room = reduceBy(room, NOTHING_RESERVED, step.reservation);
    return { ...leg, reserved: step.reservation };
  });
  for (const cap of new Set(refused.values())) {
    const value = locked.usedUp(cap);
    if (value !== null) await reportHit(tx, tenantId, { cap, value });
  }
  const granted = reserved.filter(({ leg }) => !refused.has(leg));
  const facts = { ...decision.facts, legs: [...legs.filter((leg) => !added.includes(leg)), ...granted] };
  return withoutLegs({ ...decision, facts }, refused, at);
}
