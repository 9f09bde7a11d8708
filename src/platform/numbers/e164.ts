import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isNorthAmerican, isNorthAmericanNumber } from './north-america.ts';

/** The context for interpreting numbers: a tenant's country, and one of its numbers, whose area code completes seven digits. */
export type Home = { country: string; number: string | null };

/** The context for numbers without a tenant. */
export const DEFAULT_HOME: Home = { country: 'US', number: null };

/** What people write for a country in place of its code. */
export const COUNTRY_ALIASES: Readonly<Record<string, string>> = { UK: 'GB', USA: 'US' };

/** A tenant's home, by the country of its address, else by its number. An address without a country must never prevent dialling. */
export function homeOf(country: string | null | undefined, number: string | null): Home {
  const written = country?.trim().toUpperCase() ?? '';
  const code = COUNTRY_ALIASES[written] ?? written;
  if (isSupportedCountry(code)) return { country: code, number };
  const ofNumber = number === null ? undefined : parsePhoneNumberFromString(number)?.country;
  return { country: ofNumber ?? DEFAULT_HOME.country, number };
}

/** Separators in written numbers: spaces, dashes and dots of any kind, brackets, slashes. */
const SEPARATORS = /[\s()[\].\-/\u00b7\u2010-\u2015\u2022\u2027\u2043\u2044\u2212\u2219\u22c5\u30fb\u30fc]/g;

/** A digit of another script, as keyboards for Arabic, Persian or Hindi write it. Each script has its ten in a row. */
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/**
 * Strips everything that is not part of a number as dialled, sent by a carrier or typed: scheme, host, parameters such as `;phone-context=` and
 * `;npdi;rn=`, separators, invisible characters of copied text, and the `#` that ends dialling. Digits of all scripts count.
 */
export function plainNumber(text: string): string {
  const decoded = decodePercent(text)
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(FOREIGN_DIGIT, asciiDigit)
    .trim();
  const [user = ''] = decoded.replace(/^(sips?|tel|callto):/i, '').split(/[;?@]/);
  return user.replace(SEPARATORS, '').replace(/#+$/, '');
}

/** An uninterpretable number for display: at most 40 visible characters. */
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

/** Converts a stripped number to E.164 if it is an outside number, else null. */
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
  const number = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined)?.number;
  return number !== undefined && isE164(number) ? number : null;
}

/** Whether this is a possible E.164 number: by the plan's rules in +1, by country code and length elsewhere. */
export function isE164(text: string): boolean {
  if (!/^\+[1-9]\d{6,14}$/.test(text)) return false;
  if (text.startsWith('+1')) return isNorthAmericanNumber(text.slice(2));
  const number = parsePhoneNumberFromString(text);
  return number?.number === text && number.isPossible();
}

/** Converts a number in any notation to E.164 (`+12125550101`), as written in the tenant's country; null if it is not a number. */
export function toE164(text: string, home: Home): string | null {
  return readOutside(plainNumber(text), home);
}

/** A number in a carrier's INVITE, called or calling. Some carriers send the country code without a plus. */
export function readCarrierNumber(sent: string): string | null {
  const plain = plainNumber(sent);
  return readOutside(plain, DEFAULT_HOME) ?? readOutside(`+${plain.replace(/^\+/, '')}`, DEFAULT_HOME);
}

/** A caller's number as a carrier sends it, for routing, display and history: E.164, or what can be shown of it, such as `911` or a name. */
export const carrierCaller = (sent: string): string => readCarrierNumber(sent) ?? visibleNumber(sent);
