/** The characters of RFC 3261's user part that have no meaning in Asterisk's dial strings. */
const USER = String.raw`(?:[-\w.!~*'()%=+$?]{1,128}@)?`;
const HOST = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]{2,39}\])`;
const PARAMETERS = String.raw`(?:;[-\w.]{1,32}(?:=[-\w.:%~]{1,128})?){0,8}`;
const ADDRESS = new RegExp(`^sips?:${USER}${HOST}:\\d{1,5}${PARAMETERS}$`, 'i');
/** Parameters that would route the call to another address. */
const ROUTES = /;(?:maddr|received|x-ast-[^;]*|lr|route)\b/i;

/** The mark that the edge puts after the address. */
const OVER_TLS = /:\d+(?:;[^;]*)*;over=tls(?:;|$)/;

/**
 * Whether a contact can be one that our edge has written. A phone is called at the numeric address that its packets
 * came from. Only the user part before the `@` comes from the phone.
 */
export const isDialable = (contact: string, encrypted: boolean): boolean =>
  ADDRESS.test(contact) && !ROUTES.test(contact) && (!encrypted || OVER_TLS.test(contact));
