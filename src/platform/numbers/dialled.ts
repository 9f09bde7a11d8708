import { type Home, plainNumber, readOutside } from './e164.ts';
import { reservedMeaning } from './reserved.ts';

/** What somebody who dials means. */
export type Meaning =
  /** `number` is what the carrier is asked for */
  | { kind: 'emergency'; number: string }
  /** if the tenant has that extension; else the call is what `otherwise` says */
  | { kind: 'extension'; number: string; otherwise: Exclude<Meaning, { kind: 'extension' }> }
  /** 211 to 811 and 988, which carriers take as they are */
  | { kind: 'service'; code: string }
  | { kind: 'starCode'; code: string; argument: string }
  | { kind: 'outside'; e164: string }
  | { kind: 'unreadable' };

/** Whether the caller's number is to be seen: `*67` hides it and `*82` shows it (47 CFR 64.1601); else as the phone is set. */
export type Privacy = 'asSet' | 'hide' | 'show';

export type Dialled = Meaning & { privacy: Privacy };

const PRIVACY_CODES: Record<string, Privacy> = { '*67': 'hide', '*82': 'show' };

/** What a phone dialled, in a tenant of that home. Emergency numbers first, however they are written. */
export function readDialled(dialled: string, home: Home): Dialled {
  const { plain, privacy } = splitPrivacy(dialled);
  return { ...readMeaning(plain, home), privacy };
}

/** The extension that may be meant, for looking it up before anything else is known; null if it can be none. */
export function extensionDialled(dialled: string): string | null {
  const { plain } = splitPrivacy(dialled);
  return EXTENSION.test(plain) ? plain : null;
}

const EXTENSION = /^\d{3,7}$/;

function splitPrivacy(dialled: string): { plain: string; privacy: Privacy } {
  const plain = plainNumber(dialled);
  const privacy = PRIVACY_CODES[plain.slice(0, 3)];
  return privacy === undefined ? { plain, privacy: 'asSet' } : { plain: plain.slice(3), privacy };
}

function readMeaning(plain: string, home: Home): Meaning {
  const reserved = reservedMeaning(withoutCrumbs(plain), home.country);
  const meaning: Exclude<Meaning, { kind: 'extension' }> =
    reserved === null ? readRest(plain, home) : plainly(reserved);
  return EXTENSION.test(plain) && !reserved?.beforeExtensions
    ? { kind: 'extension', number: plain, otherwise: meaning }
    : meaning;
}

/** Somebody who adds a plus, a country code, a star or a hash to 911 still wants help; elsewhere a star begins a star code. */
const withoutCrumbs = (plain: string): string =>
  plain
    .replace(/[*#,]+$/, '')
    .replace(/^\+1?(?=\d{3,4}$)/, '')
    .replace(/^[*#]+(?=911$)/, '');

function plainly(reserved: NonNullable<ReturnType<typeof reservedMeaning>>): Exclude<Meaning, { kind: 'extension' }> {
  return reserved.kind === 'emergency'
    ? { kind: 'emergency', number: reserved.number }
    : { kind: 'service', code: reserved.code };
}

function readRest(plain: string, home: Home): Exclude<Meaning, { kind: 'extension' }> {
  const [, code, argument = ''] = /^(\*\d\d)([\d*]*)$/.exec(plain) ?? [];
  if (code !== undefined) return { kind: 'starCode', code, argument };
  const e164 = readOutside(plain, home);
  return e164 === null ? { kind: 'unreadable' } : { kind: 'outside', e164 };
}
