/** How long a page says that 911 was called, after the call. */
export const SHOWN_MS = 60 * 60 * 1000;

type Address = Partial<Record<'street' | 'unit' | 'city' | 'state' | 'postalCode' | 'country', unknown>>;

/** A stored address as people write it, in one line; empty if nothing can be read. */
export function addressLine(address: unknown): string {
  if (typeof address !== 'object' || address === null) return '';
  const { street, unit, city, state, postalCode, country } = address as Address;
  const words = (...parts: unknown[]): string =>
    parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
  return [words(street), words(unit), words(city), words(state, postalCode), words(country)]
    .filter((part) => part !== '')
    .join(', ');
}

/** Who is told: those named, else the tenant's admins, else whoever gets its bills. */
export function noticeAddresses(of: { contacts: string[]; admins: string[]; billing: string }): string[] {
  if (of.contacts.length > 0) return of.contacts;
  if (of.admins.length > 0) return of.admins;
  return of.billing === '' ? [] : [of.billing];
}
