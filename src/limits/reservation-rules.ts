import { chargedSeconds, rateCall, type Rate } from '../billing/rating/rate-call.ts';
import type { CallCap } from './cap-contract.ts';

/** What is left of a cycle's caps after charges and reservations. Null without a cap. Money in micros, negative if a cap was lowered. */
export type Room = { micros: number | null; seconds: number | null; includedSeconds: number };

/**
 * The reservation of a live call: how many charged seconds it may last, how many of those are included minutes, and
 * what it then costs.
 */
export type Reservation = { grantedSeconds: number; includedSeconds: number; micros: number };

export const NOTHING_RESERVED: Reservation = { grantedSeconds: 0, includedSeconds: 0, micros: 0 };

export type Step = { kind: 'granted'; reservation: Reservation } | { kind: 'refused'; by: CallCap };

/** The minimum length of a step if the cap allows it, so that a call charged by the second doesn't ask every second. */
const SLICE_SECONDS = 30;

/**
 * The next step of a live call, or the first before its admission: a slice, or near a cap a single increment. It is
 * granted in full or not at all, so that a call never costs more than it has reserved.
 */
export function nextStep(rate: Rate, reserved: Reservation, room: Room): Step {
  const slice = reservationFor(rate, reserved.grantedSeconds + SLICE_SECONDS, reserved, room);
  if (refusedBy(slice, reserved, room) === null) return { kind: 'granted', reservation: slice };
  const increment = reservationFor(rate, reserved.grantedSeconds + 1, reserved, room);
  const by = refusedBy(increment, reserved, room);
  return by === null ? { kind: 'granted', reservation: increment } : { kind: 'refused', by };
}

/**
 * The reservation for a call of this many seconds. It is computed from the start each time, because a sum of rounded
 * steps would give another price.
 */
export function reservationFor(rate: Rate, seconds: number, reserved: Reservation, room: Room): Reservation {
  const grantedSeconds = chargedSeconds(rate, seconds);
  const included = reserved.includedSeconds + Math.max(0, room.includedSeconds);
  const { includedSeconds, chargeMicros } = rateCall(rate, grantedSeconds * 1000, included);
  return { grantedSeconds, includedSeconds, micros: chargeMicros };
}

/** A free step always fits, even if something else has exceeded the cap, so that free calls continue. */
function refusedBy(next: Reservation, before: Reservation, room: Room): CallCap | null {
  const fits = (more: number, left: number | null) => left === null || more <= 0 || more <= left;
  if (!fits(next.micros - before.micros, room.micros)) return 'spend_cap';
  return fits(next.grantedSeconds - before.grantedSeconds, room.seconds) ? null : 'minutes_cap';
}

/** How long before the end of the granted time to ask for the next step. */
const ASK_AHEAD_MS = 5000;

/**
 * When to ask for the next step, in milliseconds after the answer: earlier for long steps, but never before half of the
 * last step is over.
 */
export function extendAtMs(before: Reservation, { grantedSeconds }: Reservation): number {
  const step = (grantedSeconds - before.grantedSeconds) * 1000;
  return grantedSeconds * 1000 - Math.min(ASK_AHEAD_MS, step / 2);
}
