import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min';
import { type Home, plainNumber, readOutside } from './e164.ts';
import { reservedMeaning } from './reserved.ts';

/** The meaning of dialled digits. */
export type DialledMeaning =
  /** `number` is sent to the carrier */
  | { kind: 'emergency'; number: string }
  /** if the tenant has this extension; otherwise the call is what `otherwise` says */
  | { kind: 'extension'; number: string; otherwise: Exclude<DialledMeaning, { kind: 'extension' }> }
  /** 211 to 811 and 988, which are sent to carriers unchanged */
  | { kind: 'service'; code: string }
  | { kind: 'starCode'; code: string; argument: string }
  /** picks up the call that rings at this extension; null: at any of the caller's groups */
  | { kind: 'pickup'; number: string | null }
  | { kind: 'outside'; e164: string }
  | { kind: 'unreadable' };

/**
 * Whether to show the caller's number: `*67` hides it and `*82` shows it (47 CFR 64.1601), as `#31#` and `*31#` do
 * elsewhere; else the phone's setting applies.
 */
export type Privacy = 'asSet' | 'hide' | 'show';

export type Dialled = DialledMeaning & { privacy: Privacy };

const PRIVACY_CODES: [code: RegExp, privacy: Privacy][] = [
  [/^(\*67|#31#)/, 'hide'],
  [/^(\*82|\*31#)/, 'show'],
];

/** Interprets dialled digits for a tenant's home. Emergency numbers come first, in any notation. */
export function readDialled(dialled: string, home: Home): Dialled {
  const { plain, privacy } = splitPrivacy(dialled);
  const meaning = meaningOf(plain, home);
  const pickup = pickupDialled(dialled);
  // `*82911` is 911
  if (pickup === null || isReserved(meaning)) return { ...meaning, privacy };
  return { kind: 'pickup', number: pickup.extension, privacy: 'asSet' };
}

const isReserved = (meaning: DialledMeaning): boolean =>
  meaning.kind === 'extension'
    ? isReserved(meaning.otherwise)
    : meaning.kind === 'emergency' || meaning.kind === 'service';

/** `*8` and an extension, or `*8` alone. It comes before `*82` and an extension, which is shown the caller anyway. */
const PICKUP = /^\*8(\d{3,7})?$/;

/** The extension to pick up from, or null for any of the caller's groups; null if the digits aren't a pickup. */
export function pickupDialled(dialled: string): { extension: string | null } | null {
  const pickup = PICKUP.exec(plainNumber(dialled));
  return pickup && { extension: pickup[1] ?? null };
}

/** The extension that may have been dialled, for an early look-up; null if it cannot be one. */
export function extensionDialled(dialled: string): string | null {
  if (pickupDialled(dialled)) return null;
  const { plain } = splitPrivacy(dialled);
  return EXTENSION.test(plain) ? plain : null;
}

const EXTENSION = /^\d{3,7}$/;

function splitPrivacy(dialled: string): { plain: string; privacy: Privacy } {
  const plain = plainNumber(dialled);
  for (const [code, privacy] of PRIVACY_CODES) if (code.test(plain)) return { plain: plain.replace(code, ''), privacy };
  return { plain, privacy: 'asSet' };
}

function meaningOf(plain: string, home: Home): DialledMeaning {
  const reserved =
    reservedMeaning(stripPrefixesAndSuffixes(plain), home.country) ??
    reservedMeaning(behindCountryCode(plain, home.country), home.country);
  const meaning: Exclude<DialledMeaning, { kind: 'extension' }> =
    reserved === null ? readRest(plain, home) : plainly(reserved);
  return EXTENSION.test(plain) && !reserved?.beforeExtensions
    ? { kind: 'extension', number: plain, otherwise: meaning }
    : meaning;
}

/** Ignores a plus, star or hash around 911 and the like. Elsewhere a star begins a star code. */
const stripPrefixesAndSuffixes = (plain: string): string =>
  plain
    .replace(/[*#,]+$/, '')
    .replace(/^\+1?(?=\d{3,5}$)/, '')
    .replace(/^[*#]+(?=911$)/, '');

/** The digits behind the country's own code, with which programs complete every number: `+49112`, `0049112`. No other number is that short. */
function behindCountryCode(plain: string, country: string): string {
  const code = isSupportedCountry(country) ? getCountryCallingCode(country) : '1';
  return new RegExp(`^(?:\\+|00|011)${code}(\\d{2,5})$`).exec(plain)?.[1] ?? '';
}

function plainly(
  reserved: NonNullable<ReturnType<typeof reservedMeaning>>,
): Exclude<DialledMeaning, { kind: 'extension' }> {
  return reserved.kind === 'emergency'
    ? { kind: 'emergency', number: reserved.number }
    : { kind: 'service', code: reserved.code };
}

function readRest(plain: string, home: Home): Exclude<DialledMeaning, { kind: 'extension' }> {
  const [, code, argument = ''] = /^(\*\d\d)([\d*]*)$/.exec(plain) ?? [];
  if (code !== undefined) return { kind: 'starCode', code, argument };
  const e164 = readOutside(plain, home);
  return e164 === null ? { kind: 'unreadable' } : { kind: 'outside', e164 };
}
