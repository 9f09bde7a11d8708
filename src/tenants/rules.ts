import type { TenantStatus } from '../status/contract.ts';
import { tenantMay } from '../status/rules.ts';

/** Whether somebody who calls 911 there has to say where they are: phones that reach it, and no address. */
export const lacks911Address = (tenant: {
  status: TenantStatus;
  e911Address: object | null;
  extensionsCount: number;
}): boolean => tenantMay(tenant.status, 'emergency') && tenant.e911Address === null && tenant.extensionsCount > 0;

/** A cancelled tenant can come back, and is not purged, for 90 x 24 hours. */
export const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;

/** The last millisecond belongs to the tenant; at `cancelledAt + RETENTION_MS` it is over. */
export function isPastRetention(cancelledAt: Date, now: Date): boolean {
  return now.getTime() >= cancelledAt.getTime() + RETENTION_MS;
}

/** A SIP prefix proposed from a name: "Joe's Bar & Grill" gives "joesbargrill". Empty where no letter is left. */
export function suggestPrefix(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^[0-9]+/, '')
    .slice(0, 12);
  return plain.length === 0 ? '' : plain.padEnd(3, 'x');
}
