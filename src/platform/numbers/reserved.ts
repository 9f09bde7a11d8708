import { isNorthAmerican } from './north-america.ts';

/** Tests which address 911 would get. It reaches nobody, so there is no notification and no call-back. */
export const EMERGENCY_TEST = '933';

/**
 * Numbers for 911 and its test, 933, valid everywhere. People who dial 9 for an outside line dial 9911; people who begin every number with 1 dial
 * 1911, or after the 9 91911. They are never rewritten to another country's number: a wrong country must not break a call to 911.
 */
const EMERGENCY = new Map([
  ['911', '911'],
  [EMERGENCY_TEST, EMERGENCY_TEST],
  ['9911', '911'],
  ['1911', '911'],
  ['91911', '911'],
]);

/** Emergency numbers of other countries. They reach the emergency service of the phone's own country. */
const FOREIGN_EMERGENCY = ['112', '999', '000'];

/** Emergency numbers by country, the general one first. Countries that aren't listed have 112 (ITU-T E.161.1). */
const NUMBERS_BY_COUNTRY = `
AD 112 110 116 118 | AE 999 112 997 998 | AL 112 127 128 129 | AM 112 101 102 103 | AR 911 100 101 107 | AT 112 122 133 140 144 | AU 000 112 106
AZ 112 101 102 103 | BA 112 122 123 124 | BD 999 | BE 112 100 101 | BH 999 | BO 110 118 119 | BR 190 192 193 | BW 999 997 998
BY 112 101 102 103 | CH 112 117 118 144 | CL 133 131 132 | CN 110 119 120 122 | CO 123 112 | CY 112 199 | CZ 112 150 155 156 158 | DE 112 110
DZ 112 14 17 | EG 122 123 180 | ES 112 061 062 080 085 091 092 | FR 112 15 17 18 114 115 119 191 196 | GB 999 112 | GH 112 191 192 193
GR 112 100 108 166 199 | GT 110 120 122 123 | HK 999 112 | HR 112 192 193 194 | HU 112 104 105 107 | ID 112 110 113 118 119 | IE 112 999
IL 112 100 101 102 | IN 112 100 101 102 108 | IR 110 115 125 | IT 112 113 115 117 118 | JP 110 119 | KE 999 112 | KG 112 101 102 103
KH 117 118 119 | KR 112 119 | KZ 112 101 102 103 | LB 112 125 140 175 | LI 112 117 118 144 | LK 119 110 118 1990 | LU 112 113 | LV 112 110 113
MA 19 15 177 | MC 112 15 17 18 | ME 112 122 123 124 | MK 112 192 193 194 | MM 199 191 192 | MO 999 | MU 999 112 114 115 | MX 911 | MY 999 112
NA 112 10111 | NI 118 115 128 | NO 112 110 113 | NP 112 100 101 102 | NZ 111 | OM 9999 | PE 105 106 116 | PG 112 110 111 | PK 15 16 115 1122
PL 112 997 998 999 | QA 999 | RS 112 192 193 194 | RU 112 101 102 103 104 | SA 911 997 998 999 | SG 999 995 | SI 112 113 | SK 112 150 155 158
SM 112 113 115 118 | SZ 999 | TH 191 199 1669 | TN 197 190 198 | TR 112 110 155 156 | TW 110 119 | UA 112 101 102 103 | UG 999 112
UZ 112 101 102 103 | VA 112 113 115 118 | VN 113 114 115 | ZA 112 10111 10177 | ZM 999 991 993 | ZW 999 993 994 995`;

export const NATIONAL: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  NUMBERS_BY_COUNTRY.split(/[|\n]/)
    .map((line) => line.trim().split(' '))
    .flatMap(([country = '', ...numbers]) => (numbers.length > 0 ? [[country, numbers] as const] : [])),
);

/**
 * Common first extensions, so an existing one still gets its colleagues' calls. All these countries have another emergency number, and no new
 * extension gets such a number.
 */
const isUsualExtension = (digits: string): boolean => /^10\d$/.test(digits);

/** What people outside North America dial before a number to get an outside line. */
const LINE_DIGITS = ['0', '9'];

/** A short or usual number stays what it is behind such a digit: 917 and 9101 are extensions. */
const standsBehindLineDigit = (digits: string): boolean => digits.length > 2 && !isUsualExtension(digits);

const emergencyNumbersOf = (country: string): readonly string[] =>
  isNorthAmerican(country) ? ['911'] : (NATIONAL[country] ?? ['112']);

/** The suicide and crisis line. Like an emergency call it takes precedence over an extension, and none of our rules refuses it. */
export const LIFELINE = '988';

const SERVICES = '211 311 411 511 611 711 811'.split(' ');

/** What these digits mean in every tenant of a country, besides its extensions. */
export type ReservedMeaning =
  | { kind: 'emergency'; number: string; beforeExtensions: boolean }
  | { kind: 'service'; code: string; beforeExtensions: boolean };

/**
 * The one list of numbers that cannot be extensions, used by the router, the creation of extensions and the forms. An extension older than its
 * number's reservation keeps ringing, except where the caller may be asking for help.
 */
export function reservedMeaning(digits: string, country: string): ReservedMeaning | null {
  const american = EMERGENCY.get(digits);
  if (american !== undefined) return { kind: 'emergency', number: american, beforeExtensions: true };
  const national = emergencyNumbersOf(country);
  if (national.includes(digits))
    return { kind: 'emergency', number: digits, beforeExtensions: !isUsualExtension(digits) };
  const [general = '112'] = national;
  if (FOREIGN_EMERGENCY.includes(digits)) return { kind: 'emergency', number: general, beforeExtensions: false };
  if (!isNorthAmerican(country)) {
    const behind = LINE_DIGITS.includes(digits.charAt(0)) ? digits.slice(1) : '';
    if (!standsBehindLineDigit(behind) || !['112', ...national].includes(behind)) return null;
    return { kind: 'emergency', number: national.includes(behind) ? behind : general, beforeExtensions: false };
  }
  if (digits === LIFELINE) return { kind: 'service', code: digits, beforeExtensions: true };
  return SERVICES.includes(digits) ? { kind: 'service', code: digits, beforeExtensions: false } : null;
}

/** Valid in every tenant, so that people also dial them behind a digit for an outside line. */
export const EMERGENCY_EVERYWHERE: readonly string[] = [...EMERGENCY.keys(), ...FOREIGN_EMERGENCY];

/** The emergency numbers of all countries. */
export const EMERGENCY_ANYWHERE: readonly string[] = [
  ...new Set([...EMERGENCY_EVERYWHERE, ...Object.values(NATIONAL).flat()]),
];

/** The same, and behind a digit for an outside line. */
const DIALLED_ANYWHERE: readonly string[] = [
  ...new Set([
    ...EMERGENCY_ANYWHERE,
    ...LINE_DIGITS.flatMap((digit) => EMERGENCY_ANYWHERE.filter(standsBehindLineDigit).map((digits) => digit + digits)),
  ]),
];

/** What is dialled for help in a country, and the number that is called then. */
export const emergencyNumbersIn = (country: string): { dialled: string; number: string }[] =>
  DIALLED_ANYWHERE.flatMap((dialled) => {
    const meaning = reservedMeaning(dialled, country);
    return meaning?.kind === 'emergency' ? [{ dialled, number: meaning.number }] : [];
  });

const RESERVED_ANYWHERE = new Set([
  ...DIALLED_ANYWHERE.filter((digits) => !isUsualExtension(digits)),
  LIFELINE,
  ...SERVICES,
]);

/** Whether the digits are reserved in any country, even where an extension has them. */
export const isReservedAnywhere = (digits: string): boolean => RESERVED_ANYWHERE.has(digits);

export const isReservedNumber = (digits: string, country: string): boolean => reservedMeaning(digits, country) !== null;
