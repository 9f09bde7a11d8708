import { DAY_MS } from '../platform/time/durations.ts';
import type { TenantStatus } from '../status/contract.ts';
import { tenantMay } from '../status/rules.ts';

/** Whether callers to 911 have to give their location: the tenant has no address, but its phones reach 911. A sandbox's don't. */
export const lacks911Address = (tenant: {
  status: TenantStatus;
  e911Address: object | null;
  extensionsCount: number;
  sandbox: boolean;
}): boolean =>
  !tenant.sandbox && tenantMay(tenant.status, 'emergency') && tenant.e911Address === null && tenant.extensionsCount > 0;

/** For 90 x 24 hours, a cancelled tenant can be reactivated and is not purged. */
export const RETENTION_MS = 90 * DAY_MS;

/** From exactly `cancelledAt + RETENTION_MS` on, retention is over. */
export function isPastRetention(cancelledAt: Date, now: Date): boolean {
  return now.getTime() >= cancelledAt.getTime() + RETENTION_MS;
}

/** Derives a SIP prefix from a name: "Joe's Bar & Grill" gives "joesbargrill". Empty if the name has no letters. */
export function suggestPrefix(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^[0-9]+/, '')
    .slice(0, 12);
  return plain.length === 0 ? '' : plain.padEnd(3, 'x');
}
