import type { PRESENCE } from './contract.ts';

export type Presence = (typeof PRESENCE)[number];

/** The digest realm of every phone, for ever: a stored digest holds for one realm only, and phones show it, so it names nobody. */
export const SIP_REALM = 'phones';

/** A phone's user name. A prefix has no hyphen, so the first one divides: no two extensions share a name. */
export function sipUsername(sipPrefix: string, number: string): string {
  return `${sipPrefix}-${number}`;
}

/** A phone in a call is in use even if its registration ran out meanwhile. */
export function presenceOf(phone: { registered: boolean; inCall: boolean }): Presence {
  if (phone.inCall) return 'In use';
  return phone.registered ? 'Online' : 'Offline';
}
