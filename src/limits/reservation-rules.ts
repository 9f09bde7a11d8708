import { chargedSeconds, rateCall, type Rate } from '../billing/rating/rate-call.ts';
import type { CallCap } from './cap-contract.ts';

/** What is left in a cycle besides what is charged and reserved already. Without a cap, null. Money in micros; below 0 after a cap was lowered. */
export type Room = { micros: number | null; seconds: number | null; includedSeconds: number };

/** What a live call has reserved: it may last so many charged seconds, of which some are included minutes, and then comes to this. */
export type Reservation = { grantedSeconds: number; includedSeconds: number; micros: number };

export const NOTHING_RESERVED: Reservation = { grantedSeconds: 0, includedSeconds: 0, micros: 0 };

export type Step = { kind: 'granted'; reservation: Reservation } | { kind: 'refused'; by: CallCap };

/** A step is no shorter while there is room for it, so that a call that is charged by the second doesn't ask each second. */
const SLICE_SECONDS = 30;

/**
 * The next step of a live call, or its first before it is admitted: a slice, near a cap a single increment. Granted as a whole or not at all, so that
 * whatever the call comes to has been reserved before.
 */
export function nextStep(rate: Rate, reserved: Reservation, room: Room): Step {
  const slice = reservationFor(rate, reserved.grantedSeconds + SLICE_SECONDS, reserved, room);
  if (refusedBy(slice, reserved, room) === null) return { kind: 'granted', reservation: slice };
  const increment = reservationFor(rate, reserved.grantedSeconds + 1, reserved, room);
  const by = refusedBy(increment, reserved, room);
  return by === null ? { kind: 'granted', reservation: increment } : { kind: 'refused', by };
}

/** What a call has reserved that may last so many seconds. Reckoned as a whole each time: the sum of rounded steps would be another price. */
export function reservationFor(rate: Rate, seconds: number, reserved: Reservation, room: Room): Reservation {
  const grantedSeconds = chargedSeconds(rate, seconds);
  const included = reserved.includedSeconds + Math.max(0, room.includedSeconds);
  const { includedSeconds, chargeMicros } = rateCall(rate, grantedSeconds * 1000, included);
  return { grantedSeconds, includedSeconds, micros: chargeMicros };
}

/** A step that takes nothing fits, also where a cap has been passed by something else: free calls go on. */
function refusedBy(next: Reservation, before: Reservation, room: Room): CallCap | null {
  const fits = (more: number, left: number | null) => left === null || more <= 0 || more <= left;
  if (!fits(next.micros - before.micros, room.micros)) return 'spend_cap';
  return fits(next.grantedSeconds - before.grantedSeconds, room.seconds) ? null : 'minutes_cap';
}

/** How long before the end of what is granted the next step is asked for. */
const ASK_AHEAD_MS = 5000;

/** When to ask for the next step, in milliseconds after the answer: sooner for long steps, but never before half of the last one is over. */
export function askAtMs(before: Reservation, { grantedSeconds }: Reservation): number {
  const step = (grantedSeconds - before.grantedSeconds) * 1000;
  return grantedSeconds * 1000 - Math.min(ASK_AHEAD_MS, step / 2);
}
