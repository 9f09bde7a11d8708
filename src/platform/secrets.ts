import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export type DatabaseRole = 'superuser' | 'owner' | 'app' | 'worker' | 'asterisk';

/** Derives a separate key for each purpose, so that no two uses of `SECRET_KEY` share key material (RFC 5869). */
function derive(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', purpose, 32));
}

/** The password of a database role, the same on every machine with the same `SECRET_KEY`. */
export function rolePassword(secretKey: string, role: DatabaseRole): string {
  return derive(secretKey, `database role ${role}`).toString('base64url');
}

/** A new secret for links and sessions: 256 bits, safe in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The stored form of a token. A token has 256 bits of entropy, so a plain hash needs no salt and no stretching. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A lookup key for a guessable text that is not stored. Without the key, nobody can test guesses against it. */
export function keyedHash(secretKey: string, purpose: string, content: string | Uint8Array): Buffer {
  return createHmac('sha256', derive(secretKey, purpose)).update(content).digest();
}

/** Encrypts with AES-256-GCM and returns `iv(12) | tag(16) | ciphertext`. `context` binds the value to its row. */
export function seal(secretKey: string, context: string, plain: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive(secretKey, 'sealed columns'), iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** Decrypts `seal`'s result. Throws if the key, the context or a single byte differs. */
export function unseal(secretKey: string, context: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', derive(secretKey, 'sealed columns'), sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}
