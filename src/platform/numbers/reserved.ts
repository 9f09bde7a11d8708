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

/** A country's emergency numbers, the general one first. Other countries have 112 (ITU-T E.161.1). */
export const NATIONAL: Record<string, readonly string[]> = {
  GB: ['999', '112'],
  IE: ['112', '999'],
  AU: ['000', '112', '106'],
  NZ: ['111'],
  MX: ['911'],
  HK: ['999'],
  SG: ['999', '995'],
  MY: ['999'],
  ZA: ['112', '10111', '10177'],
  BR: ['190', '192', '193'],
  JP: ['110', '119'],
  KR: ['112', '119'],
  CN: ['110', '119', '120'],
  TW: ['110', '119'],
  CH: ['112', '117', '118', '144'],
  AT: ['112', '122', '133', '144'],
  BE: ['112', '100', '101'],
  DE: ['112', '110'],
  ES: ['112', '091', '061', '062'],
  FR: ['112', '15', '17', '18'],
  GR: ['112', '100', '108', '166', '199'],
  IN: ['112', '100', '101', '102', '108'],
  IT: ['112', '113', '115', '118'],
  NO: ['112', '110', '113'],
  PL: ['112', '997', '998', '999'],
};

/**
 * Common first extensions, so an existing one still gets its colleagues' calls. All these countries have another emergency number, and no new
 * extension gets such a number.
 */
const isUsualExtension = (digits: string): boolean => /^10\d$/.test(digits);

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
  if (!isNorthAmerican(country)) return null;
  if (digits === LIFELINE) return { kind: 'service', code: digits, beforeExtensions: true };
  return SERVICES.includes(digits) ? { kind: 'service', code: digits, beforeExtensions: false } : null;
}

/** Valid in every tenant, so that people also dial them behind a digit for an outside line. */
export const EMERGENCY_EVERYWHERE: readonly string[] = [...EMERGENCY.keys(), ...FOREIGN_EMERGENCY];

/** The emergency numbers of all countries. */
export const EMERGENCY_ANYWHERE: readonly string[] = [
  ...new Set([...EMERGENCY_EVERYWHERE, ...Object.values(NATIONAL).flat()]),
];

/** What is dialled for help in a country, and the number that is called then. */
export const emergencyNumbersIn = (country: string): { dialled: string; number: string }[] =>
  EMERGENCY_ANYWHERE.flatMap((dialled) => {
    const meaning = reservedMeaning(dialled, country);
    return meaning?.kind === 'emergency' ? [{ dialled, number: meaning.number }] : [];
  });

const RESERVED_ANYWHERE = new Set([
  ...EMERGENCY_ANYWHERE.filter((digits) => !isUsualExtension(digits)),
  LIFELINE,
  ...SERVICES,
]);

/** Whether the digits are reserved in any country, even where an extension has them. */
export const isReservedAnywhere = (digits: string): boolean => RESERVED_ANYWHERE.has(digits);

export const isReservedNumber = (digits: string, country: string): boolean => reservedMeaning(digits, country) !== null;
