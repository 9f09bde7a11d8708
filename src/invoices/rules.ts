import { HOUR_MS, MINUTE_MS } from '../platform/time/durations.ts';

/** A tax exemption: the number of its certificate, empty if there is none, and the first and last day. */
type Exemption = { certificate: string; valid_from: string | null; valid_until: string | null };

/** The certificate that exempts from taxes on a day; null if there is none. */
export const certificateOn = (
  { certificate, valid_from: from, valid_until: until }: Exemption,
  day: string,
): string | null => (certificate !== '' && (from ?? day) <= day && day <= (until ?? day) ? certificate : null);

/** An ended cycle waits for its calls in progress. Calls that last longer are billed with the next cycle. */
export const MAX_CALL_MS = 4 * HOUR_MS;
/** After this time, transactions that began in the last moment of a cycle have been committed. */
export const SETTLING_MS = 2 * MINUTE_MS;

/** The prefixes of document numbers. Each series, of a partner or of the operator, has consecutive numbers from 1. */
const PREFIXES = { invoice: 'INV', credit_note: 'CN', wholesale: 'WS', wholesale_credit_note: 'WC' } as const;
export type DocumentSeries = keyof typeof PREFIXES;
/** Those of a partner. */
export type Series = Extract<DocumentSeries, 'invoice' | 'credit_note'>;

export const documentNumber = (series: DocumentSeries, number: number): string =>
  `${PREFIXES[series]}-${String(number).padStart(5, '0')}`;
