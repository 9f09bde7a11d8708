import { Pin } from '../../billing/rating/pin-contract.ts';
import type { Rate } from '../../billing/rating/rate-call.ts';
import { lessBy, lockRoom, roomFor } from '../../billing/rating/room.ts';
import type { CallCap } from '../../limits/cap-contract.ts';
import {
  askAtMs,
  NOTHING_RESERVED,
  nextStep,
  reservationFor,
  type Reservation,
  type Room,
} from '../../limits/reservation-rules.ts';
import { reportHit } from '../../limits/review-requests.ts';
import { asTenant, type Db } from '../../platform/db/db.ts';
import * as sql from './extending-sql.ts';

/** A leg in progress that is charged, and when it was answered as far as call control knows. */
export type RunningLeg = { callId: string; tenantId: string; leg: number; since: string | null };

/**
 * What became of a request for the next step. `askAt`: when to ask again, `endsAt`: when what is reserved is over, in milliseconds. `uncapped`: nothing
 * has to be reserved now. `gone`: the leg is not there any more, or was never charged.
 */
export type Extended =
  | { kind: 'granted'; askAt: number; endsAt: number }
  | { kind: 'refused'; by: CallCap; endsAt: number }
  | { kind: 'uncapped' | 'gone' };

/** Reserves the next step of a leg that goes on. Its cycle is the one that it was admitted in, also after the turn. */
export function extendLeg(db: Db, { callId, tenantId, leg, since }: RunningLeg, now: number): Promise<Extended> {
  return asTenant(db, tenantId, async (tx): Promise<Extended> => {
    const row = await sql.findLeg(tx, callId, leg);
    const { data: pin } = Pin.safeParse(row?.pin);
    if (!row || !pin?.rate) return { kind: 'gone' };
    const { rate } = pin.rate;
    const locked = await lockRoom(tx, tenantId, pin.cycleId);
    if (!locked) return { kind: 'uncapped' };
    const room = roomFor(pin, locked.room);
    const answeredAt = row.answered_at?.getTime() ?? (since === null ? now : Date.parse(since));
    const before = toReservation(row);
    // a call that began without a cap, or went on while call control was away, has come to this whatever a cap says
    const reached = reachedBy(rate, before, room, now - answeredAt);
    const step = nextStep(rate, reached, lessBy(room, before, reached));
    const after = step.kind === 'granted' ? step.reservation : reached;
    if (!(await sql.reserve(tx, callId, leg, after))) return { kind: 'gone' };
    const endsAt = answeredAt + after.grantedSeconds * 1000;
    return step.kind === 'granted'
      ? { kind: 'granted', askAt: answeredAt + askAtMs(reached, after), endsAt }
      : { kind: 'refused', by: step.by, endsAt };
  });
}

/** Of a cap that has ended a call whose record is written. */
export const reportCut = (db: Db, tenantId: string, cap: CallCap): Promise<void> =>
  asTenant(db, tenantId, async (tx) => {
    const value = await sql.capValue(tx, tenantId, cap, new Date());
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

/** A leg that is asked about at the very end of its time has not gone on beyond it. */
const GRACE_MS = 3000;

function reachedBy(rate: Rate, before: Reservation, room: Room, elapsedMs: number): Reservation {
  if (elapsedMs <= before.grantedSeconds * 1000 + GRACE_MS) return before;
  return reservationFor(rate, Math.ceil(elapsedMs / 1000), before, room);
}
