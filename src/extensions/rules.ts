/** The digest realm of every phone. It can never change, because a stored digest is valid for one realm only. Phones display it, so it is neutral. */
export const SIP_REALM = 'phones';

/** A phone's SIP user name. A prefix contains no hyphen, so the first hyphen separates the parts and no two extensions share a name. */
export function sipUsername(sipPrefix: string, number: string): string {
  return `${sipPrefix}-${number}`;
}
