import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export { toE164 } from '../numbers/e164.ts';

/** Formats `+12125550101` for people: "(212) 555-0101" with the country code 1, "+44 20 7946 0958" otherwise. */
export function displayNumber(e164: string): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.countryCallingCode === '1' ? number.formatNational() : number.formatInternational();
}
