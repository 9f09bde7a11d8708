import { HOUR_MS, MINUTE_MS } from '../platform/values/durations.ts';

/** A tax exemption: the number of its certificate, empty if there is none, and the days on which it is valid. */
type Exemption = { certificate: string; valid_from: string | null; valid_until: string | null };

/** The certificate by which no taxes are paid on a day. */
export const certificateOn = (
  { certificate, valid_from: from, valid_until: until }: Exemption,
  day: string,
): string | null => (certificate !== '' && (from ?? day) <= day && day <= (until ?? day) ? certificate : null);

/** A cycle that has ended waits for what still arrives of it. Calls that last longer than this are billed with the next one. */
export const LONGEST_CALL_MS = 4 * HOUR_MS;
/** What was begun in the last moment of a cycle has been written by then. */
export const SETTLING_MS = 2 * MINUTE_MS;

/** How documents are named. Each series of a partner, and each of the operator's to partners, has all numbers from 1 on. */
const PREFIXES = { invoice: 'INV', credit_note: 'CN', wholesale: 'WS', wholesale_credit_note: 'WC' } as const;
export type DocumentSeries = keyof typeof PREFIXES;
/** Those of a partner. */
export type Series = Extract<DocumentSeries, 'invoice' | 'credit_note'>;

export const documentNumber = (series: DocumentSeries, number: number): string =>
  `${PREFIXES[series]}-${String(number).padStart(5, '0')}`;
