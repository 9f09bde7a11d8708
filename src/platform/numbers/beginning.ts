import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min';
import { type Home, plainNumber } from './e164.ts';

/**
 * Reads a prefix of numbers as written in a country, and returns it in E.164; null if it isn't one. `212` is `+1212` in North America, as `1212` is;
 * `020` is `+4420` in Britain.
 */
export function readBeginning(written: string, home: Home): string | null {
  const beginning = withCountry(plainNumber(written), home);
  return beginning !== null && /^\+[1-9]\d{0,14}$/.test(beginning) ? beginning : null;
}

function withCountry(plain: string, { country }: Home): string | null {
  if (plain.startsWith('+')) return plain;
  if (!/^\d+$/.test(plain) || !isSupportedCountry(country)) return null;
  const code = getCountryCallingCode(country);
  const national = code === '1' ? plain.replace(/^1/, '') : plain.replace(/^0/, '');
  return national === '' ? null : `+${code}${national}`;
}
