import { Pin } from '../../billing/rating/pin-contract.ts';
import type { Rate } from '../../billing/rating/rate-call.ts';
import { reduceBy, lockRoom, roomFor } from '../../billing/rating/room.ts';
import type { CallCap } from '../../limits/cap-contract.ts';
import {
  extendAtMs,
  NOTHING_RESERVED,
  nextStep,
  reservationFor,
  type Reservation,
  type Room,
} from '../../limits/reservation-rules.ts';
import { reportHit } from '../../limits/review-requests.ts';
import { asTenant, type Db } from '../../platform/db/db.ts';
import * as sql from './extending-sql.ts';

/** A charged leg in progress. `since`: when it was answered, as far as call control knows. */
export type RunningLeg = { callId: string; tenantId: string; leg: number; since: string | null };

/**
 * The result of asking for the next step. `askAt`: when to ask again. `endsAt`: when the reserved time runs out, in
 * milliseconds. `uncapped`: no cap applies now, so nothing is reserved. `gone`: the leg has ended, or was never
 * charged.
 */
export type Extended =
  | { kind: 'granted'; askAt: number; endsAt: number }
  | { kind: 'refused'; by: CallCap; endsAt: number }
  | { kind: 'uncapped' | 'gone' };

/**
 * Reserves the next step for a leg that is still in progress. The leg stays in the billing cycle it was admitted in,
 * even after that cycle ends.
 */
export function extendLeg(db: Db, { callId, tenantId, leg, since }: RunningLeg, now: number): Promise<Extended> {
  return asTenant(db, tenantId, async (tx): Promise<Extended> => {
    const row = await sql.findLeg(tx, callId, leg);
    const { data: pin } = Pin.safeParse(row?.pin);
    if (!row || !pin?.rate) return { kind: 'gone' };
    const { rate } = pin.rate;
    const locked = await lockRoom(tx, tenantId, pin.cycleId);
    if (!locked) {
      // a reservation that is left over would limit what the rest of the call is charged
      if (row.granted_seconds !== null) await sql.release(tx, callId, leg);
      return { kind: 'uncapped' };
    }
    const room = roomFor(pin, locked.room);
    const answeredAt = row.answered_at?.getTime() ?? (since === null ? now : Date.parse(since));
    const before = toReservation(row);
    // The leg may have run on without a cap, or while call control was down. What it has used so far counts in any
    // case.
    const reached = reachedBy(rate, before, room, now - answeredAt);
    const step = nextStep(rate, reached, reduceBy(room, before, reached));
    const after = step.kind === 'granted' ? step.reservation : reached;
    if (!(await sql.reserve(tx, callId, leg, after))) return { kind: 'gone' };
    const endsAt = answeredAt + after.grantedSeconds * 1000;
    return step.kind === 'granted'
      ? { kind: 'granted', askAt: answeredAt + extendAtMs(reached, after), endsAt }
      : { kind: 'refused', by: step.by, endsAt };
  });
}

/** Reports that a cap has ended a call. The call's record is already written. */
export const reportCut = (db: Db, tenantId: string, cap: CallCap, now: Date): Promise<void> =>
  asTenant(db, tenantId, async (tx) => {
    const value = await sql.capValue(tx, tenantId, cap, now);
    if (value !== null) await reportHit(tx, tenantId, { cap, value });
  });

const toReservation = (row: sql.LegRow): Reservation =>
  row.granted_seconds === null
    ? NOTHING_RESERVED
    : {
        grantedSeconds: row.granted_seconds,
        includedSeconds: row.included_seconds,
        micros: Number(row.reserved_micros),
      };

/** Tolerance for requests that arrive just after the reserved time has run out. */
const GRACE_MS = 3000;

function reachedBy(rate: Rate, before: Reservation, room: Room, elapsedMs: number): Reservation {
  if (elapsedMs <= before.grantedSeconds * 1000 + GRACE_MS) return before;
  return reservationFor(rate, Math.ceil(elapsedMs / 1000), before, room);
}
