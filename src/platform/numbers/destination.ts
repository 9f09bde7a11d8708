import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { isCaribbean, isNorthAmerican, northAmericanKind } from './north-america.ts';

/** The kind of an outside number for a caller in a given country. */
export type NumberKind =
  | { class: 'tollFree' | 'domestic' | 'premium' | 'satellite'; country: string | null }
  | { class: 'caribbean' | 'international'; country: string | null };

/** Country codes without a country: satellites and networks billed like them, premium numbers, free numbers. */
const WORLDWIDE: Record<string, 'satellite' | 'premium' | 'tollFree'> = {
  '870': 'satellite',
  '881': 'satellite',
  '882': 'satellite',
  '883': 'satellite',
  '878': 'premium',
  '808': 'premium',
  '888': 'premium',
  '979': 'premium',
  '991': 'premium',
  '800': 'tollFree',
};

/** Number types that cost more than a call to their country. */
const COSTLY_TYPES = ['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER', 'PAGER'];

/** Classifies a number by its area code in +1, and by the library's metadata elsewhere. An unknown kind counts as international. */
export function numberKind(e164: string, home: string): NumberKind {
  if (e164.startsWith('+1')) return inNorthAmerica(e164.slice(2), home);
  const number = parsePhoneNumberFromString(e164);
  const worldwide = WORLDWIDE[number?.countryCallingCode ?? e164.slice(1, 4)];
  if (worldwide !== undefined) return { class: worldwide, country: null };
  const country = number ? countryOf(number) : null;
  const type = number?.getType();
  if (type !== undefined && COSTLY_TYPES.includes(type)) return { class: 'premium', country };
  if (country !== home) return { class: 'international', country };
  return { class: type === 'TOLL_FREE' ? 'tollFree' : 'domestic', country };
}

/** Whether its owner pays for calls to it: freephone of any country, and +800. */
export function isTollFreeNumber(e164: string): boolean {
  if (e164.startsWith('+1')) return northAmericanKind(e164.slice(2)).kind === 'tollFree';
  const number = parsePhoneNumberFromString(e164);
  return WORLDWIDE[number?.countryCallingCode ?? ''] === 'tollFree' || number?.getType() === 'TOLL_FREE';
}

function inNorthAmerica(tenDigits: string, home: string): NumberKind {
  const number = northAmericanKind(tenDigits);
  // 800 numbers are free only within the plan
  if (number.kind === 'tollFree')
    return isNorthAmerican(home) ? { class: 'tollFree', country: null } : { class: 'international', country: 'US' };
  if (number.kind === 'premium') return { class: 'premium', country: null };
  const { country } = number;
  const near = isNorthAmerican(home) && !isCaribbean(home) ? 'US' : home;
  if (country === near) return { class: 'domestic', country };
  return { class: isNorthAmerican(home) && country !== 'US' ? 'caribbean' : 'international', country };
}

/** If several countries share a code and the number does not tell which, this returns the code's main country. */
const countryOf = (number: PhoneNumber): string | null => number.country ?? number.getPossibleCountries()[0] ?? null;
