const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LOCAL = new RegExp(`^(?=.{1,64}$)${ATOM}(\\.${ATOM})*$`);
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;
/** What a URL would read as something else than a part of its host. */
const NOT_A_HOST = /[\s/?#@:%\\[\]]/;

/**
 * An email address in the one form in which it is stored and compared: small letters, no blanks around it, the domain as DNS knows it
 * (`info@müller.example` is `info@xn--mller-kva.example`). What cannot be read stays as it is, for `isEmail` to refuse.
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

/** What RFC 5321 lets a mail server take, without quoted local parts and literal addresses, which nobody has. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return text.length <= 254 && LOCAL.test(text.slice(0, at)) && DOMAIN.test(text.slice(at + 1));
}
