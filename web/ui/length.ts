import { toLine, toLines } from '../../src/platform/values/characters.ts';

/** From how much of the room on the counter is shown: before that nobody needs it, nor for a code of two letters. */
const SHOWN_FROM = 0.8;
const SMALL = 10;

/**
 * How much of its limit a text takes, counted as the server counts it. Typed or pasted text is never cut, so that the user sees the excess. Null
 * while there is room.
 */
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
