import { toLine, toLines } from '../../src/platform/values/characters.ts';

/** The counter is shown from this share of the limit on, and not for very short limits. */
const SHOWN_FROM = 0.8;
const SMALL = 10;

/** Compares a text with its limit, counting like the server. Text is never cut, so that the user sees the excess. Null if there is enough room. */
export function lengthOf(
  text: string,
  most: number | undefined,
  lines: 'one' | 'many' = 'one',
): { text: string; tooLong: string | null } | null {
  if (most === undefined) return null;
  const length = (lines === 'one' ? toLine(text) : toLines(text)).length;
  const over = length - most;
  if (over <= 0 && (most < SMALL || length < most * SHOWN_FROM)) return null;
  return {
    text: `${length.toLocaleString()} of ${most.toLocaleString()} characters`,
    tooLong:
      over > 0
        ? `Too long by ${over.toLocaleString()}: ${length.toLocaleString()} of ${most.toLocaleString()} characters.`
        : null,
  };
}
