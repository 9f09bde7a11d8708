import { readBeginning } from '../platform/numbers/beginning.ts';
import { type Home, toE164 } from '../platform/numbers/e164.ts';
import type { Entry } from './contract.ts';

/** The numbers that an entry matches. */
export type Pattern = Pick<Entry, 'number' | 'isPrefix'>;

/** Whether a list contains this E.164 number or a prefix of it. */
export const contains = (list: readonly Pattern[], number: string): boolean =>
  list.some((entry) => (entry.isPrefix ? number.startsWith(entry.number) : number === entry.number));

/** All prefixes of a number, including itself, for a look-up by equality. */
export const beginningsOf = (number: string): string[] =>
  Array.from({ length: Math.max(0, number.length - 1) }, (_, more) => number.slice(0, more + 2));

/** Reads a number, or a prefix followed by `*`, as written in the tenant's country; null if it is neither. */
export function readPattern(written: string, home: Home): Pattern | null {
  const text = written.trim();
  if (!text.endsWith('*')) {
    const number = toE164(text, home);
    return number === null ? null : { number, isPrefix: false };
  }
  const number = readBeginning(text.slice(0, -1), home);
  return number === null ? null : { number, isPrefix: true };
}

/** The text of a pattern, as users enter it. */
export const patternText = ({ number, isPrefix }: Pattern): string => (isPrefix ? `${number}*` : number);
