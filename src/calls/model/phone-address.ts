/** Characters of RFC 3261's user part that mean nothing to Asterisk's dial strings. */
const USER = String.raw`(?:[-\w.!~*'()%=+$?]{1,128}@)?`;
const HOST = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]{2,39}\])`;
const PARAMETERS = String.raw`(?:;[-\w.]{1,32}(?:=[-\w.:%~]{1,128})?){0,8}`;
const ADDRESS = new RegExp(`^sips?:${USER}${HOST}:\\d{1,5}${PARAMETERS}$`, 'i');
/** These would send the call somewhere else than to the address itself. */
const ROUTES = /;(?:maddr|received|x-ast-[^;]*|lr|route)\b/i;

/** The edge's mark, behind the address. */
const OVER_TLS = /:\d+(?:;[^;]*)*;over=tls(?:;|$)/;

/**
 * Whether a phone may be called at this address, and not one that no registration of ours can have: a phone is called at the
 * numeric address that its packets came from, and nothing of it is the phone's own word but the name before the `@`.
 */
export const isDialable = (contact: string, encrypted: boolean): boolean =>
  ADDRESS.test(contact) && !ROUTES.test(contact) && (!encrypted || OVER_TLS.test(contact));
