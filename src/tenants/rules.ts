import type { SuspensionReason, TenantStatus } from './contract.ts';

export type Permits = {
  register: boolean;
  inbound: boolean;
  outbound: boolean;
  emergency: boolean;
  record: boolean;
  addExtension: boolean;
  partnerChanges: boolean;
  tenantChanges: boolean;
  portOut: boolean;
  charges: boolean;
};

/** What each status permits. Read by the API, call control, jobs, the database's views and the web. */
export const STATUS_PERMITS = {
  TRIAL: {
    register: true,
    inbound: true,
    outbound: true,
    emergency: true,
    record: true,
    addExtension: true,
    partnerChanges: true,
    tenantChanges: true,
    portOut: true,
    charges: false,
  },
  ACTIVE: {
    register: true,
    inbound: true,
    outbound: true,
    emergency: true,
    record: true,
    addExtension: true,
    partnerChanges: true,
    tenantChanges: true,
    portOut: true,
    charges: true,
  },
  // Phones stay registered so that a caller hears why, and so that they still reach 911.
  SUSPENDED: {
    register: true,
    inbound: false,
    outbound: false,
    emergency: true,
    record: false,
    addExtension: false,
    partnerChanges: true,
    tenantChanges: false,
    portOut: true,
    charges: false,
  },
  CANCELLED: {
    register: false,
    inbound: false,
    outbound: false,
    emergency: false,
    record: false,
    addExtension: false,
    partnerChanges: false,
    tenantChanges: false,
    portOut: false,
    charges: false,
  },
} as const satisfies Record<TenantStatus, Permits>;

/** Whether somebody who calls 911 there has to say where they are: phones that reach it, and no address. */
export const lacks911Address = (tenant: {
  status: TenantStatus;
  e911Address: object | null;
  extensionsCount: number;
}): boolean => STATUS_PERMITS[tenant.status].emergency && tenant.e911Address === null && tenant.extensionsCount > 0;

/** The moves there are. Which of two ways back a tenant has depends on whether it was ever ACTIVE: `allowedMoves`. */
export const TRANSITIONS = {
  TRIAL: ['ACTIVE', 'SUSPENDED', 'CANCELLED'],
  ACTIVE: ['SUSPENDED', 'CANCELLED'],
  SUSPENDED: ['ACTIVE', 'TRIAL', 'CANCELLED'],
  CANCELLED: ['ACTIVE', 'TRIAL'],
} as const satisfies Record<TenantStatus, readonly TenantStatus[]>;

/** A cancelled tenant can come back, and is not purged, for 90 x 24 hours. */
export const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;

/** The statuses this tenant may move to now. TRIAL is open only to a tenant that was never ACTIVE. */
export function allowedMoves(tenant: { status: TenantStatus; wasActive: boolean }): TenantStatus[] {
  return TRANSITIONS[tenant.status].filter((to) => to !== 'TRIAL' || !tenant.wasActive);
}

/**
 * Which reasons are left after lifting those named (all if none is named), and which of them this caller was not allowed to lift.
 * What the operator set, only the operator lifts.
 */
export function liftReasons(
  reasons: { own: string[]; operator: string[] },
  byOperator: boolean,
  named: readonly SuspensionReason[] | undefined,
): { left: { own: string[]; operator: string[] }; kept: string[] } {
  const lifted = (reason: string) => named === undefined || (named as readonly string[]).includes(reason);
  return {
    left: {
      own: reasons.own.filter((reason) => !lifted(reason)),
      operator: reasons.operator.filter((reason) => !byOperator || !lifted(reason)),
    },
    kept: byOperator ? [] : reasons.operator.filter(lifted),
  };
}

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
