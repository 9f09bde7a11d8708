const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LOCAL = new RegExp(`^(?=.{1,64}$)${ATOM}(\\.${ATOM})*$`);
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;
/** Characters that end the host part of a URL. */
const NOT_A_HOST = /[\s/?#@:%\\[\]]/;

/**
 * Normalizes an email address to the form in which it is stored and compared: lower case, trimmed, the domain as in DNS (`info@müller.example`
 * becomes `info@xn--mller-kva.example`). Returns an unparsable address unchanged, for `isEmail` to refuse.
 */
export function toEmail(text: string): string {
  const trimmed = text
    .normalize('NFC')
    .replace(/^[\s\ufeff]+|[\s\ufeff]+$/g, '')
    .toLowerCase();
  const at = trimmed.lastIndexOf('@');
  const domain = trimmed.slice(at + 1);
  if (at < 1 || trimmed.length > 320 || NOT_A_HOST.test(domain)) return trimmed;
  return URL.canParse(`http://${domain}`) ? `${trimmed.slice(0, at)}@${new URL(`http://${domain}`).hostname}` : trimmed;
}

/** Whether RFC 5321 allows the address, without quoted local parts and address literals, which nobody uses. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return text.length <= 254 && LOCAL.test(text.slice(0, at)) && DOMAIN.test(text.slice(at + 1));
}
