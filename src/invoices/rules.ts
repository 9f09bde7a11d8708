const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A cycle that has ended waits for what still arrives of it. Calls that last longer than this are billed with the next one. */
export const LONGEST_CALL_MS = 4 * HOUR_MS;
/** What was begun in the last moment of a cycle has been written by then. */
export const SETTLING_MS = 2 * MINUTE_MS;

/** How an invoice and a credit note are named. Each series of a partner has all numbers from 1 on. */
const PREFIXES = { invoice: 'INV', credit_note: 'CN' } as const;
export type Series = keyof typeof PREFIXES;

export const documentNumber = (series: Series, number: number): string =>
  `${PREFIXES[series]}-${String(number).padStart(5, '0')}`;
