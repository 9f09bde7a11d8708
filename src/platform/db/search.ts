import { type RawBuilder, sql } from 'kysely';
import { plainNumber, toE164 } from '../numbers/e164.ts';
import { toEmail } from '../values/email.ts';

/** More words do not improve a search, and each one costs a scan. */
const MAX_WORDS = 8;

/** The distinct words of a search, normalized and in lower case like the stored text. Internationalized domains become their DNS names. */
export function searchWords(search: string): string[] {
  const words = search.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);
  return [...new Set(words.map((word) => (word.includes('@') ? toEmail(word) : word)))].slice(0, MAX_WORDS);
}

/** The digits of a whole or partial phone number in any notation; null if the search is something else. */
export function digitsOf(search: string): string | null {
  if (!/^[+\d\s().\-/\u2010-\u2015#]+$/.test(search)) return null;
  const digits = (toE164(search) ?? plainNumber(search)).replace(/\D/g, '');
  return digits === '' ? null : digits;
}

/** Whether the text contains all words of the search, in any order. */
export const hasWords = (text: RawBuilder<unknown>, search: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    searchWords(search).map((word) => sql`position(lower(${word}::text) in lower(${text})) > 0`),
    sql` and `,
  )})`;

/** Joins columns into one text for searching. No word matches across two columns. */
export const textOf = (...columns: string[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((column) => sql.ref(column)),
    sql` || chr(10) || `,
  );
