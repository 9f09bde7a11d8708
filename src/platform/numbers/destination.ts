import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { isCaribbean, isNorthAmerican, northAmericanKind } from './north-america.ts';

/** What an outside number is for somebody who calls from a country. */
export type NumberKind =
  | { class: 'tollFree' | 'domestic' | 'premium' | 'satellite'; country: string | null }
  | { class: 'caribbean' | 'international'; country: string | null };

/** Codes that no country has: satellites and networks that are billed like them; numbers that cost what their owner says; free ones. */
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

/** Types of numbers that cost more than a call to their country does. */
const DEAR = ['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER', 'PAGER'];

/** Tells what kind of number this is, from its area code in +1 and from the library's metadata elsewhere. What cannot be told counts as abroad. */
export function numberKind(e164: string, home: string): NumberKind {
  if (e164.startsWith('+1')) return inNorthAmerica(e164.slice(2), home);
  const number = parsePhoneNumberFromString(e164);
  const worldwide = WORLDWIDE[number?.countryCallingCode ?? e164.slice(1, 4)];
  if (worldwide !== undefined) return { class: worldwide, country: null };
  const country = number ? countryOf(number) : null;
  const type = number?.getType();
  if (type !== undefined && DEAR.includes(type)) return { class: 'premium', country };
  if (country !== home) return { class: 'international', country };
  return { class: type === 'TOLL_FREE' ? 'tollFree' : 'domestic', country };
}

function inNorthAmerica(tenDigits: string, home: string): NumberKind {
  const number = northAmericanKind(tenDigits);
  // an 800 number is free within the plan only
  if (number.kind === 'tollFree')
    return isNorthAmerican(home) ? { class: 'tollFree', country: null } : { class: 'international', country: 'US' };
  if (number.kind === 'premium') return { class: 'premium', country: null };
  const { country } = number;
  const near = isNorthAmerican(home) && !isCaribbean(home) ? 'US' : home;
  if (country === near) return { class: 'domestic', country };
  return { class: isNorthAmerican(home) && country !== 'US' ? 'caribbean' : 'international', country };
}

/** Several countries share a code; one that cannot be told is the one that the code is known by. */
const countryOf = (number: PhoneNumber): string | null => number.country ?? number.getPossibleCountries()[0] ?? null;
