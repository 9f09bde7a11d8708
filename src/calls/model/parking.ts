import { plainNumber } from '../../platform/numbers/e164.ts';

/** What parks a call, or says where it would be parked. */
export const PARK = '70';

/** A call in a slot waits for any phone of the tenant to dial that slot. A number that the tenant's plan has given to something else is no slot. */
const FIRST_SLOT = 701;
export const SLOTS: readonly string[] = Array.from({ length: 20 }, (_, index) => String(FIRST_SLOT + index));

/** A call rings back after this time, and waits again if nobody answers, this many times. */
export const PARKED_MS = 60_000;
export const MOST_RECALLS = 3;

/** Whether a number parks a call (null: in any slot), or is the slot of one; null for any other number. */
export function parkingDialled(dialled: string): { slot: string | null } | null {
  const plain = plainNumber(dialled);
  if (plain === PARK) return { slot: null };
  return SLOTS.includes(plain) ? { slot: plain } : null;
}

/** The slot that was asked for, else the first that is neither taken nor an extension; null if there is none. */
export function freeSlot(wanted: string | null, taken: readonly string[]): string | null {
  const free = SLOTS.filter((slot) => !taken.includes(slot));
  return wanted !== null && free.includes(wanted) ? wanted : (free[0] ?? null);
}
