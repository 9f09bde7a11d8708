import { type RawBuilder, sql } from 'kysely';
import { DEFAULT_HOME, type Home, plainNumber, toE164 } from '../numbers/e164.ts';
import { isNorthAmerican } from '../numbers/north-america.ts';
import { toEmail } from '../values/email.ts';
import type { Tx } from './db.ts';
import { contextHome } from './tenant-home.ts';

/** More words do not improve a search, and each one costs a scan. */
const MAX_WORDS = 8;

/** The distinct words of a search, normalized and in lower case like the stored text. Internationalized domains become their DNS names. */
export function searchWords(search: string): string[] {
  const words = search.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);
  return [...new Set(words.map((word) => (word.includes('@') ? toEmail(word) : word)))].slice(0, MAX_WORDS);
}

/**
 * The digits of a whole or partial phone number as written in the country of the transaction's tenant; null if the search is something else. Without a
 * tenant, a number is read as written: its national digits are part of the stored number in every country.
 */
export async function searchedDigits(tx: Tx, search: string | undefined): Promise<string | null> {
  if (search === undefined || !LIKE_A_NUMBER.test(search)) return null;
  return digitsOf(search, await contextHome(tx));
}

const LIKE_A_NUMBER = /^[+\d\s().\-/\u2010-\u2015#]+$/;

/**
 * `home`: null for a search across tenants. Digits that a stored number can contain stay as they are, because they may be any part of it; a prefix
 * that no stored number has, such as 011 or a trunk prefix, is read.
 */
export function digitsOf(search: string, home: Home | null): string | null {
  if (!LIKE_A_NUMBER.test(search)) return null;
  const plain = plainNumber(search);
  // not with the tenant's area code: a number without one may be anywhere
  const read = toE164(search, { ...(home ?? DEFAULT_HOME), number: null });
  const isPart = read === null || read.endsWith(plain.replace(/\D/g, ''));
  const digits = (isPart ? withoutTrunkPrefix(plain, home) : read).replace(/\D/g, '');
  return digits === '' ? null : digits;
}

/** Stored numbers have no trunk prefix. Fewer digits may be the end of a number. North America has none. */
const withoutTrunkPrefix = (plain: string, home: Home | null): string =>
  home !== null && isNorthAmerican(home.country) ? plain : plain.replace(/^0+(?=\d{6})/, '');

/** Whether the text contains all words of the search, in any order. */
export function hasWords(text: RawBuilder<unknown>, search: string): RawBuilder<boolean> {
  const words = searchWords(search).map((word) => sql`position(lower(${word}::text) in lower(${text})) > 0`);
  return sql<boolean>`(${sql.join([sql`true`, ...words], sql` and `)})`;
}

/** Joins columns into one text for searching. No word matches across two columns. */
export const textOf = (...columns: string[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((column) => sql.ref(column)),
    sql` || chr(10) || `,
  );
