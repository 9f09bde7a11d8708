import { CALL_CAPS, type CallCap } from '../../limits/cap-contract.ts';
import type { Reservation, Room } from '../../limits/reservation-rules.ts';
import { isUsedUp } from '../../limits/rules.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Pin } from './pin-contract.ts';
import * as sql from './room-sql.ts';

/** What is left of a cycle's caps. The cycle stays locked until the transaction ends. */
export type LockedRoom = {
  room: Room;
  /** The value of a cap that is used up. Null if something is left but this call doesn't fit. */
  usedUp: (cap: CallCap) => string | null;
};

/** Null for a tenant without a cap on calls: its calls don't need reservations. */
export async function lockRoom(tx: Tx, tenantId: string, cycleId: string): Promise<LockedRoom | null> {
  const row = await sql.lockRoom(tx, tenantId, cycleId);
  if (!row) return null;
  const caps = { spend_cap: row.spend_cap, minutes_cap: row.minutes_cap };
  const used: Record<CallCap, bigint> = { spend_cap: BigInt(row.spent), minutes_cap: BigInt(row.seconds) };
  const reserved: Record<CallCap, bigint> = {
    spend_cap: BigInt(row.reserved_micros),
    minutes_cap: BigInt(row.reserved_seconds),
  };
  const [micros = null, seconds = null] = CALL_CAPS.map((cap) => {
    const value = caps[cap];
    return value === null ? null : Number(BigInt(value) - used[cap] - reserved[cap]);
  });
  return {
    room: { micros, seconds, includedSeconds: Number(row.included_left) },
    usedUp: (cap) => {
      const value = caps[cap];
      return value !== null && isUsedUp(used[cap], BigInt(value)) ? value : null;
    },
  };
}

/** What is left after a call has increased its reservation. */
export const reduceBy = (room: Room, before: Reservation, after: Reservation): Room => ({
  micros: room.micros === null ? null : room.micros - (after.micros - before.micros),
  seconds: room.seconds === null ? null : room.seconds - (after.grantedSeconds - before.grantedSeconds),
  includedSeconds: room.includedSeconds - (after.includedSeconds - before.includedSeconds),
});

/** What is left for a leg; included minutes only if they are for calls of its class. */
export const roomFor = ({ included }: Pick<Pin, 'included'>, room: Room): Room =>
  included ? room : { ...room, includedSeconds: 0 };
