import { HOUR_MS } from '../platform/time/durations.ts';

/** How long pages show an emergency call after it has ended. */
export const VISIBLE_MS = HOUR_MS;

type Address = Partial<Record<'street' | 'unit' | 'city' | 'state' | 'postalCode' | 'country', unknown>>;

/** A stored address on one line, as written on an envelope. Empty if it holds no readable part. */
export function addressLine(address: unknown): string {
  if (typeof address !== 'object' || address === null) return '';
  const { street, unit, city, state, postalCode, country }: Address = address;
  const words = (...parts: unknown[]): string =>
    parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
  return [words(street), words(unit), words(city), words(state, postalCode), words(country)]
    .filter((part) => part !== '')
    .join(', ');
}

/** The contacts get the notice. Without contacts, the tenant's admins do; without admins, the billing address does. */
export function noticeAddresses(of: { contacts: string[]; admins: string[]; billing: string }): string[] {
  if (of.contacts.length > 0) return of.contacts;
  if (of.admins.length > 0) return of.admins;
  return of.billing === '' ? [] : [of.billing];
}
