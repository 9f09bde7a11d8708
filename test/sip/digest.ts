import { createHash, randomUUID } from 'node:crypto';

/** A phone's credentials. */
export interface Credentials {
  readonly sipUsername: string;
  readonly password: string;
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The `Authorization` header for one request, by the challenge in `WWW-Authenticate` (RFC 3261, 22.4). */
export function authorization(
  challenge: string,
  method: string,
  uri: string,
  { sipUsername, password }: Credentials,
): string {
  const field = (name: string): string => new RegExp(`${name}="?([^",]*)`).exec(challenge)?.[1] ?? '';
  const [realm, nonce, opaque] = [field('realm'), field('nonce'), field('opaque')];
  const [nc, cnonce] = ['00000001', randomUUID()];
  const ha1 = md5(`${sipUsername}:${realm}:${password}`);
  const response = md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
  return (
    `Authorization: Digest username="${sipUsername}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
    `response="${response}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}"${opaque ? `, opaque="${opaque}"` : ''}`
  );
}
