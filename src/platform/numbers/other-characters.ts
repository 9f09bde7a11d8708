import { plainNumber } from './e164.ts';

/** What can be dialled, in ASCII. */
const DIALLED = /^[0-9+*#]$/;
const LAST_CODE_POINT = 0x1ffff;

/**
 * The characters beyond ASCII that `plainNumber` reads as a digit, plus, star or hash, by what they are read as: Arabic and Indian digits, fullwidth ones,
 * superscripts. For programs that only know ASCII.
 */
export function otherCharacters(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let code = 0x80; code <= LAST_CODE_POINT; code++) {
    const character = String.fromCodePoint(code);
    if (!/[\p{N}\p{S}\p{P}]/u.test(character)) continue;
    // a `#` at the end would be taken off
    const plain = plainNumber(`${character}0`).slice(0, -1);
    if (DIALLED.test(plain)) found.set(plain, [...(found.get(plain) ?? []), character]);
  }
  return found;
}
