import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Config } from '../platform/config.ts';
import { keyedHash, seal, unseal } from '../platform/secrets.ts';

/** What authenticator apps expect if nothing else is said (RFC 6238): six digits of SHA-1, every 30 seconds. */
const STEP_SECONDS = 30;
/** How many steps an app's clock may be off, either way. */
const DRIFT = 1;

const totpOf = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), issuer, label, digits: 6, period: STEP_SECONDS, algorithm: 'SHA1' });

const contextOf = (userId: string): string => `second factor ${userId}`;

/** 160 bits (RFC 4226, 4), in the letters that people can type into an app. */
export const newSecret = (): string => new Secret({ size: 20 }).base32;
export const sealSecret = (config: Config, userId: string, secret: string): Buffer =>
  seal(config.secretKey, contextOf(userId), secret);
export const openSecret = (config: Config, userId: string, sealed: Buffer): string =>
  unseal(config.secretKey, contextOf(userId), sealed);

/** What an authenticator app reads as a QR code. */
export const otpauthUri = (secret: string, issuer: string, email: string): string =>
  totpOf(secret, issuer, email).toString();

/** Which step's code it is; null: none that is good now, or one not newer than the last one taken. */
export function stepOf(secret: string, code: string, lastStep: number, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: DRIFT });
  if (delta === null) return null;
  const step = Math.floor(timestamp / 1000 / STEP_SECONDS) + delta;
  return step > lastStep ? step : null;
}

export const RECOVERY_CODES = 10;
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten letters and digits that nobody mixes up, in two groups: some 49 bits. */
export function newRecoveryCodes(random: (count: number) => Uint8Array = randomBytes): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters: string[] = [];
    while (letters.length < 10) {
      // beyond the last whole multiple some letters would come more often
      for (const byte of random(10)) if (byte < 248) letters.push(LETTERS.charAt(byte % LETTERS.length));
    }
    return `${letters.slice(0, 5).join('')}-${letters.slice(5, 10).join('')}`;
  });
}

export const hashRecoveryCode = (config: Config, userId: string, code: string): Buffer =>
  keyedHash(config.secretKey, 'recovery codes', `${userId} ${code}`);

/** As typed: with blanks, a hyphen or without, in capitals. Null: it is neither kind. */
export function readCode(typed: string): { kind: 'totp' | 'recovery'; code: string } | null {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  if (/^\d{6}$/.test(plain)) return { kind: 'totp', code: plain };
  return /^[a-z0-9]{10}$/.test(plain) ? { kind: 'recovery', code: `${plain.slice(0, 5)}-${plain.slice(5)}` } : null;
}
