/** Characters of RFC 3261's user part that mean nothing to Asterisk's dial strings. */
const USER = String.raw`(?:[-\w.!~*'()%=+$?]{1,128}@)?`;
const HOST = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]{2,39}\])`;
const PARAMETERS = String.raw`(?:;[-\w.]{1,32}(?:=[-\w.:%~]{1,128})?){0,8}`;
const ADDRESS = new RegExp(`^sips?:${USER}${HOST}:\\d{1,5}${PARAMETERS}$`, 'i');
/** These would send the call somewhere else than to the address itself. */
const ROUTES = /;(?:maddr|received|x-ast-[^;]*|lr|route)\b/i;

/** The edge's mark, behind the address. */
const OVER_TLS = /:\d+(?:;[^;]*)*;over=tls(?:;|$)/;

/** The name of the endpoint by which a phone is offered nothing but SRTP. */
const ENCRYPTED = 'srtp-';

export const isEncryptedPhone = (channelName: string): boolean => channelName.startsWith(`PJSIP/${ENCRYPTED}`);

/**
 * What Asterisk is told to dial for a phone, or null for an address that no registration of ours can have: a phone is called at
 * the numeric address that its packets came from, and what it said of itself is nothing but the name before the `@`.
 */
export function dialString(sipUsername: string, contact: string, encrypted: boolean): string | null {
  if (!ADDRESS.test(contact) || ROUTES.test(contact) || (encrypted && !OVER_TLS.test(contact))) return null;
  return `PJSIP/${encrypted ? ENCRYPTED : ''}${sipUsername}/${contact}`;
}
