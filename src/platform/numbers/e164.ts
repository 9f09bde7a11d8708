import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isNorthAmerican, isNorthAmericanNumber } from './north-america.ts';

/** Where numbers are read: a tenant's country, and one of its own numbers, whose area code seven digits take. */
export type Home = { country: string; number: string | null };

/** Where numbers are read that no tenant is behind. */
export const DEFAULT_HOME: Home = { country: 'US', number: null };

const ALIASES: Record<string, string> = { UK: 'GB', USA: 'US' };

/** The home of a tenant, by its address and then its number. An address that names no country must not keep anybody from dialling. */
export function homeOf(country: string | null | undefined, number: string | null): Home {
  const written = country?.trim().toUpperCase() ?? '';
  const code = ALIASES[written] ?? written;
  if (isSupportedCountry(code)) return { country: code, number };
  const ofNumber = number === null ? undefined : parsePhoneNumberFromString(number)?.country;
  return { country: ofNumber ?? DEFAULT_HOME.country, number };
}

/** What a number is written with besides its digits: spaces, dashes of any kind, dots, brackets, slashes. */
const SEPARATORS = /[\s().\-/\u2010-\u2015\u2212\u00b7]/g;

/**
 * A number as dialled, sent by a carrier or typed, without what is not part of it: the scheme, the host, parameters such as
 * `;phone-context=` and `;npdi;rn=`, separators, invisible characters of copied text, and the `#` that ends dialling.
 */
export function plainNumber(text: string): string {
  const decoded = decodePercent(text)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  const [user = ''] = decoded.replace(/^(sips?|tel|callto):/i, '').split(/[;?@]/);
  return user.replace(SEPARATORS, '').replace(/#+$/, '');
}

/** What cannot be read, as it can be shown: at most 40 characters, all of them visible. */
export const visibleNumber = (text: string): string =>
  plainNumber(text)
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}]/gu, '')
    .slice(0, 40)
    .toWellFormed();

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same as digits, perhaps after a plus, as an outside number in E.164; null if it is none. */
export function readOutside(plain: string, { country, number }: Home): string | null {
  if (!/^\+?\d{7,20}$/.test(plain)) return null;
  if (!isNorthAmerican(country)) return possible(plain, country);
  if (/^\d{7}$/.test(plain)) return number?.startsWith('+1') ? northAmerican(number.slice(2, 5) + plain) : null;
  if (/^\d{10}$/.test(plain)) return northAmerican(plain);
  if (/^1\d{10}$/.test(plain)) return northAmerican(plain.slice(1));
  const abroad = /^(?:\+|011|00)([1-9]\d*)$/.exec(plain)?.[1];
  return abroad === undefined ? null : possible(`+${abroad}`, country);
}

const northAmerican = (tenDigits: string): string | null =>
  isNorthAmericanNumber(tenDigits) ? `+1${tenDigits}` : null;

function possible(text: string, country: string): string | null {
  const number = parsePhoneNumberFromString(text, country as CountryCode)?.number;
  return number !== undefined && isE164(number) ? number : null;
}

/** Whether this is a number in E.164 that can exist: in +1 by the plan's rules, elsewhere by its country code and length. */
export function isE164(text: string): boolean {
  if (!/^\+[1-9]\d{6,14}$/.test(text)) return false;
  if (text.startsWith('+1')) return isNorthAmericanNumber(text.slice(2));
  const number = parsePhoneNumberFromString(text);
  return number?.number === text && number.isPossible();
}

/** A number as somebody wrote it, in E.164 (`+12125550101`); null if it is none. */
export function toE164(text: string, home: Home = DEFAULT_HOME): string | null {
  return readOutside(plainNumber(text), home);
}

/** The number that a carrier calls. Some send the country code without its plus. */
export function readCalled(requestUser: string): string | null {
  const plain = plainNumber(requestUser);
  return readOutside(plain, DEFAULT_HOME) ?? readOutside(`+${plain.replace(/^\+/, '')}`, DEFAULT_HOME);
}
