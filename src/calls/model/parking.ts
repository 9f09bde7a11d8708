import { plainNumber } from '../../platform/numbers/e164.ts';

/** Transferring a call here parks it. A phone that dials this hears a free slot. */
export const PARK = '70';

/**
 * A call in a slot waits until a phone of the tenant dials that slot. A number that the tenant's number plan uses for
 * something else is not a slot.
 */
const FIRST_SLOT = 701;
export const SLOTS: readonly string[] = Array.from({ length: 20 }, (_, index) => String(FIRST_SLOT + index));

/** A parked call rings back after this time. If nobody answers, it is parked again, this many times. */
export const PARKED_MS = 60_000;
export const MAX_RECALLS = 3;

/** Reads a parking number: the parking code (any slot, null) or a slot. Null for other numbers. */
export function parkingDialled(dialled: string): { slot: string | null } | null {
  const plain = plainNumber(dialled);
  if (plain === PARK) return { slot: null };
  return SLOTS.includes(plain) ? { slot: plain } : null;
}

/** The wanted slot if it is free, else the first free one. Null if there is none. */
export function freeSlot(wanted: string | null, taken: readonly string[]): string | null {
  const free = SLOTS.filter((slot) => !taken.includes(slot));
  return wanted !== null && free.includes(wanted) ? wanted : (free[0] ?? null);
}
