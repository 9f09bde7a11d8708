import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export { toE164 } from '../numbers/e164.ts';

/** Formats `+12125550101` for people: "(212) 555-0101" in the same country, "+44 20 7946 0958" elsewhere. */
export function displayNumber(e164: string, country: string = 'US'): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.country === country || (country === 'US' && number.countryCallingCode === '1')
    ? number.formatNational()
    : number.formatInternational();
}
