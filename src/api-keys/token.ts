import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Mode } from '../platform/values/mode.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The prefix names no product, because a tenant's users may see it. Scanners for leaked secrets recognise a key by its prefix and checksum. */
const prefixOf = (mode: Mode): string => `pbx_${mode}_`;
const FORM = /^(pbx_(?:live|test)_[0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** A new key: the prefix, 190 random bits and a checksum. */
export function newKey(mode: Mode): string {
  const random = Array.from({ length: 32 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return withChecksum(prefixOf(mode) + random);
}

/** Whether a text has the form of a key. Mistyped and invented ones are refused without a query. */
export function isKey(text: string): boolean {
  const body = FORM.exec(text)?.[1];
  return body !== undefined && withChecksum(body) === text;
}

/** The last four characters, by which users recognise a key. */
export const hintOf = (key: string): string => key.slice(-4);

function withChecksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let place = 0; place < 6; place++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return body + digits;
}
