import { type RawBuilder, sql } from 'kysely';
import { plainNumber, toE164 } from '../numbers/e164.ts';
import { toEmail } from '../values/email.ts';

/** More words make no search better; each costs a look at every row. */
const WORDS = 8;

/** The words of a search, each once, composed and in small letters as the database compares them. An address of a domain with accents is stored by its DNS name. */
export function searchWords(search: string): string[] {
  const words = search.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);
  return [...new Set(words.map((word) => (word.includes('@') ? toEmail(word) : word)))].slice(0, WORDS);
}

/** The digits of a phone number or of part of one, however it is written; null if the search is something else. */
export function digitsOf(search: string): string | null {
  if (!/^[+\d\s().\-/\u2010-\u2015#]+$/.test(search)) return null;
  const digits = (toE164(search) ?? plainNumber(search)).replace(/\D/g, '');
  return digits === '' ? null : digits;
}

/** All words of the search stand in this text, in any order. */
export const hasWords = (text: RawBuilder<unknown>, search: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    searchWords(search).map((word) => sql`position(lower(${word}::text) in lower(${text})) > 0`),
    sql` and `,
  )})`;

/** Columns as one text to look for words in: no word reaches from one into the next. */
export const textOf = (...columns: string[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((column) => sql.ref(column)),
    sql` || chr(10) || `,
  );
