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

/**
 * Emergency numbers by country, the one for everything or else the police first (libphonenumber's short numbers). Countries that aren't listed have
 * 911 in North America, otherwise 112 (ITU-T E.161.1).
 */
const NUMBERS_BY_COUNTRY = `
AC 999 911 | AD 112 110 116 118 | AE 999 112 997 998 | AF 119 100 102 | AG 911 999 | AL 112 127 128 129 | AM 112 101 102 103 | AO 112 113 115
AR 911 100 101 107 | AT 112 122 133 140 144 | AU 000 112 106 | AW 911 100 | AZ 112 101 102 103 | BA 112 122 123 124 | BB 911 211 311 511 | BD 999
BE 112 100 101 | BF 17 18 | BG 112 150 160 166 | BH 999 | BI 112 113 117 | BJ 117 118 | BL 112 15 17 18 | BN 993 991 995 | BO 110 118 119
BQ 911 112 | BR 190 192 193 911 | BS 911 919 | BT 113 110 112 | BW 999 997 998 | BY 112 101 102 103 | BZ 911 90 990 | CC 000 112
CD 113 114 118 177 188 | CF 117 118 1220 | CG 117 118 | CH 112 117 118 144 | CI 110 111 170 180 | CK 999 996 998 | CL 133 131 132
CM 117 113 13 17 | CN 110 119 120 122 | CO 123 112 119 132 | CR 911 112 | CU 106 104 105 | CV 132 130 131 | CW 911 112 | CX 000 112 | CY 112 199
CZ 112 150 155 156 158 | DE 112 110 | DJ 17 18 | DK 112 114 | DM 911 333 999 | DZ 112 14 17 | EC 911 101 102 112 | EE 112 110 | EG 122 123 180
EH 19 15 177 | ER 112 113 114 116 | ES 112 061 062 080 085 091 092 088 | ET 991 91 92 93 911 939 997 | FJ 911 917 | FK 999 | FM 911 | FO 112 114
FR 112 15 17 18 114 115 119 191 196 | GA 1730 1300 18 | GB 999 112 | GE 112 011 022 033 111 113 122 | GF 112 15 17 18 | GG 999 112
GH 112 191 192 193 | GI 112 190 199 | GM 117 116 118 16 17 18 | GP 112 15 17 18 | GR 112 100 108 166 199 | GT 110 120 122 123 | GW 117 113 118
GY 911 912 913 | HK 999 112 | HN 911 199 | HR 112 192 193 194 93 94 | HT 114 118 | HU 112 104 105 107 | ID 112 110 113 118 119 | IE 112 999
IL 112 100 101 102 | IM 999 112 | IN 112 100 101 102 108 | IQ 104 100 115 122 | IR 110 115 125 | IT 112 113 115 117 118 | JE 999 112
JM 911 110 112 119 | JO 911 112 191 192 197 | JP 110 119 | KE 999 112 114 | KG 112 101 102 103 | KH 117 118 119 | KI 192 193 194 195 992 993 994
KM 17 18 | KN 911 333 999 | KP 112 119 819 | KR 112 119 | KZ 112 101 102 103 | LA 191 190 195 | LB 112 125 140 175 | LC 911 999
LI 112 117 118 144 | LK 119 110 118 1990 | LR 911 355 | LS 112 115 117 | LT 112 01 011 02 022 03 033 101 102 103 | LU 112 113
LV 112 110 113 01 02 03 | LY 190 191 193 | MA 19 15 177 | MC 112 15 17 18 | MD 112 901 902 903 | ME 112 122 123 124 | MF 112 15 17 18
MG 117 118 17 18 | MH 911 | MK 112 192 193 194 | ML 17 15 18 | MM 199 191 192 | MN 102 100 101 103 105 | MO 999 | MQ 112 15 17 18 | MR 17 18
MS 911 999 | MU 999 112 114 115 | MV 119 102 118 | MW 997 998 999 199 | MX 911 060 065 066 068 080 | MY 999 112 | MZ 119 117 197 198
NA 112 10111 | NC 17 15 16 18 | NE 17 15 18 118 | NF 911 955 977 | NG 112 199 | NI 118 115 128 120 | NL 112 911 | NO 112 110 113
NP 112 100 101 102 | NR 110 111 112 | NU 999 | NZ 111 | OM 9999 | PA 911 | PE 105 106 116 117 | PF 17 15 18 | PG 112 110 111 | PH 911 112 117
PK 15 16 115 1122 112 | PL 112 997 998 999 | PM 17 15 18 | PS 100 101 102 | PT 112 115 | PW 911 | PY 911 128 | QA 999 | RE 112 15 17 18
RS 112 192 193 194 92 93 94 | RU 112 101 102 103 104 01 02 03 | RW 112 111 | SA 911 997 998 999 | SB 999 | SC 999 | SD 999 | SG 999 995
SH 999 911 | SI 112 113 | SJ 112 110 113 | SK 112 150 155 158 | SL 999 019 | SM 112 113 115 118 | SN 17 18 | SO 888 555 999 | SR 115 | SS 999
SV 911 913 | SX 911 919 | SY 112 110 113 | SZ 999 | TC 911 999 | TD 17 18 | TG 117 118 171 172 177 | TH 191 199 1669 | TJ 112 101 102 103
TL 112 115 | TM 02 01 03 | TN 197 190 198 | TO 911 922 999 | TR 112 110 155 156 | TT 999 911 990 | TV 911 | TW 110 119
TZ 112 110 111 114 115 999 | UA 112 101 102 103 | UG 999 112 | UY 911 128 | UZ 112 101 102 103 01 02 03 050 | VA 112 113 115 118 | VC 911 999
VE 911 112 171 | VG 911 999 | VN 113 114 115 | WF 17 15 18 | WS 911 994 995 996 999 | XK 112 192 193 194 | YE 194 191 195 199 | YT 112 15 17 18
ZA 112 10111 10177 | ZM 999 991 993 | ZW 999 993 994 995`;

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

/** The suicide and crisis line. Like an emergency call it takes precedence over an extension, and none of our rules refuses it. */
export const LIFELINE = '988';

/**
 * What people dial before a number: a digit for an outside line, and in North America the 1 that begins every number, or both. `common`: what calls for
 * help behind it, besides the country's emergency numbers. 933 is only a test, and 1933 a usual extension.
 */
const PREFIXES = {
  northAmerica: { before: ['9', '1', '91'], common: [LIFELINE] },
  elsewhere: { before: ['0', '9'], common: ['112'] },
} as const;

const prefixesIn = (country: string) => (isNorthAmerican(country) ? PREFIXES.northAmerica : PREFIXES.elsewhere);

/** A short or usual number stays what it is behind a prefix: 917 and 9101 are extensions. */
const standsBehindPrefix = (digits: string): boolean => digits.length > 2 && !isUsualExtension(digits);

const emergencyNumbersOf = (country: string): readonly string[] =>
  NATIONAL[country] ?? [isNorthAmerican(country) ? '911' : '112'];

/** The number behind a prefix of the country that calls for help there. Undefined if there is none. */
function behindPrefix(digits: string, country: string): string | undefined {
  const { before, common } = prefixesIn(country);
  const forHelp: readonly string[] = [...common, ...emergencyNumbersOf(country)].filter(standsBehindPrefix);
  return before
    .filter((prefix) => digits.startsWith(prefix))
    .map((prefix) => digits.slice(prefix.length))
    .find((behind) => forHelp.includes(behind));
}

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
  if (isNorthAmerican(country)) {
    if (digits === LIFELINE) return { kind: 'service', code: digits, beforeExtensions: true };
    if (SERVICES.includes(digits)) return { kind: 'service', code: digits, beforeExtensions: false };
  }
  const behind = behindPrefix(digits, country);
  if (behind === undefined) return null;
  if (behind === LIFELINE) return { kind: 'service', code: behind, beforeExtensions: false };
  return { kind: 'emergency', number: national.includes(behind) ? behind : general, beforeExtensions: false };
}

/** Valid in every tenant, so that people also dial them behind a digit for an outside line. */
export const EMERGENCY_EVERYWHERE: readonly string[] = [...EMERGENCY.keys(), ...FOREIGN_EMERGENCY];

/** The emergency numbers of all countries. */
export const EMERGENCY_ANYWHERE: readonly string[] = [
  ...new Set([...EMERGENCY_EVERYWHERE, ...Object.values(NATIONAL).flat()]),
];

/** Everything that is dialled before these numbers somewhere. */
export const PREFIXES_ANYWHERE: readonly string[] = [
  ...new Set([...PREFIXES.northAmerica.before, ...PREFIXES.elsewhere.before]),
];

const behindPrefixes = (numbers: readonly string[]): string[] =>
  PREFIXES_ANYWHERE.flatMap((prefix) => numbers.filter(standsBehindPrefix).map((digits) => prefix + digits));

/** The same, and behind a prefix. In a country they are only what `reservedMeaning` says. */
const DIALLED_ANYWHERE: readonly string[] = [
  ...new Set([...EMERGENCY_ANYWHERE, ...behindPrefixes(EMERGENCY_ANYWHERE)]),
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
  ...behindPrefixes([LIFELINE]),
  ...SERVICES,
]);

/** Whether the digits are reserved in any country, even where an extension has them. */
export const isReservedAnywhere = (digits: string): boolean => RESERVED_ANYWHERE.has(digits);

export const isReservedNumber = (digits: string, country: string): boolean => reservedMeaning(digits, country) !== null;
