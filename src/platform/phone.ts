import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Emergency numbers of the North American plan: 911, the 933 address test, and 9911 from those used to dialling 9 first. */
const EMERGENCY = { '911': '911', '933': '933', '9911': '911' } as const;

/** The emergency number meant by what was dialled, or null. */
export function emergencyNumber(dialled: string): '911' | '933' | null {
  return EMERGENCY[dialled as keyof typeof EMERGENCY] ?? null;
}

/** What was dialled or typed as E.164 (`+12125550101`), read as in `country`; null if it is no possible number. */
export function toE164(dialled: string, country: string = 'US'): string | null {
  const number = parsePhoneNumberFromString(dialled, country as CountryCode);
  return number?.isPossible() ? number.number : null;
}

/** `+12125550101` as people read it: "(212) 555-0101" at home, "+44 20 7946 0958" from abroad. */
export function displayNumber(e164: string, country: string = 'US'): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.country === country || (country === 'US' && number.countryCallingCode === '1')
    ? number.formatNational()
    : number.formatInternational();
}
