import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Config } from '../../platform/config.ts';
import { keyedHash, seal, unseal } from '../../platform/secrets.ts';

/** The defaults of authenticator apps (RFC 6238): six digits of SHA-1, every 30 seconds. */
const STEP_SECONDS = 30;
/** How many steps an app's clock may be ahead or behind. */
const DRIFT = 1;

const totpOf = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), issuer, label, digits: 6, period: STEP_SECONDS, algorithm: 'SHA1' });

const contextOf = (userId: string): string => `second factor ${userId}`;

/** 160 bits (RFC 4226, 4) in base32, which people can type into an app. */
export const newSecret = (): string => new Secret({ size: 20 }).base32;
export const sealSecret = (config: Config, userId: string, secret: string): Buffer =>
  seal(config.secretKey, contextOf(userId), secret);
export const unsealSecret = (config: Config, userId: string, sealed: Buffer): string =>
  unseal(config.secretKey, contextOf(userId), sealed);

/** The URI that authenticator apps read from a QR code. */
export const otpauthUri = (secret: string, issuer: string, email: string): string =>
  totpOf(secret, issuer, email).toString();

/** The time step of a code; null if the code is not valid now, or not newer than the last accepted one. */
export function stepOf(secret: string, code: string, lastStep: number, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: DRIFT });
  if (delta === null) return null;
  const step = Math.floor(timestamp / 1000 / STEP_SECONDS) + delta;
  return step > lastStep ? step : null;
}

export const RECOVERY_CODES = 10;
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten unambiguous letters and digits in two groups, about 49 bits. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters: string[] = [];
    while (letters.length < 10) {
      // reject bytes beyond the last whole multiple, which would make some letters more frequent
      for (const byte of randomBytes(10)) if (byte < 248) letters.push(LETTERS.charAt(byte % LETTERS.length));
    }
    return `${letters.slice(0, 5).join('')}-${letters.slice(5, 10).join('')}`;
  });
}

export const hashRecoveryCode = (config: Config, userId: string, code: string): Buffer =>
  keyedHash(config.secretKey, 'recovery codes', `${userId} ${code}`);

/** Parses a code as typed, ignoring case, blanks and hyphens. Null if it is neither kind. */
export function readCode(typed: string): { kind: 'totp' | 'recovery'; code: string } | null {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  if (/^\d{6}$/.test(plain)) return { kind: 'totp', code: plain };
  return /^[a-z0-9]{10}$/.test(plain) ? { kind: 'recovery', code: `${plain.slice(0, 5)}-${plain.slice(5)}` } : null;
}
