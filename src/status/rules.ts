import { type statusErrors, type SuspensionReason, TENANT_STATUSES, type TenantStatus } from './contract.ts';

/** What a status permits. `partnerChanges` and `tenantChanges`: changes of existing things, by the partner's or the tenant's own users. */
export const PERMITS = [
  'register',
  'inbound',
  'outbound',
  'emergency',
  'record',
  'addExtension',
  'partnerChanges',
  'tenantChanges',
] as const;
export type Permit = (typeof PERMITS)[number];

/** What each status permits. Read by the API, call control, jobs, the database's views and the web, through `tenantMay`. */
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
  },
  // phones stay registered, so that callers hear the reason and can still reach 911
  SUSPENDED: {
    register: true,
    inbound: false,
    outbound: false,
    emergency: true,
    record: false,
    addExtension: false,
    partnerChanges: true,
    tenantChanges: false,
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
  },
} as const satisfies Record<TenantStatus, Record<Permit, boolean>>;

/** Published by the API ahead of porting and billing. A column moves up to STATUS_PERMITS with the code that acts on it. */
export const PLANNED_PERMITS = {
  TRIAL: { portOut: true, charges: false },
  ACTIVE: { portOut: true, charges: true },
  SUSPENDED: { portOut: true, charges: false },
  CANCELLED: { portOut: false, charges: false },
} as const satisfies Record<TenantStatus, Record<string, boolean>>;

/** The only way to check what a status permits. */
export const tenantMay = (status: TenantStatus, permit: Permit): boolean => STATUS_PERMITS[status][permit];

/** The statuses in which a tenant may do it, for a query's filter. */
export const statusesThatPermit = (permit: Permit): TenantStatus[] =>
  TENANT_STATUSES.filter((status) => tenantMay(status, permit));

const SUSPENDED_MESSAGES: Partial<Record<Permit, string>> = {
  addExtension: 'The tenant is suspended. Extensions can’t be added.',
  tenantChanges: 'The tenant is suspended. Only its provider can make changes.',
};
const CANCELLED_MESSAGES: Partial<Record<Permit, string>> = {
  addExtension: 'The tenant is cancelled. Extensions can’t be added.',
};

export type StatusRefusal = { code: keyof typeof statusErrors; message: string };

/** Why a tenant may not do it, both for the error and for the disabled button; null if it may. */
export function statusRefusal(status: TenantStatus, permit: Permit): StatusRefusal | null {
  if (tenantMay(status, permit)) return null;
  return status === 'CANCELLED'
    ? {
        code: 'tenant_cancelled',
        message: CANCELLED_MESSAGES[permit] ?? 'The tenant is cancelled. Nothing here can be changed.',
      }
    : { code: 'tenant_suspended', message: SUSPENDED_MESSAGES[permit] ?? 'The tenant is suspended.' };
}

/** Where each status can lead. Which of the two ways back is open depends on whether the tenant was ever ACTIVE: `allowedMoves`. */
export const TRANSITIONS = {
  TRIAL: ['ACTIVE', 'SUSPENDED', 'CANCELLED'],
  ACTIVE: ['SUSPENDED', 'CANCELLED'],
  SUSPENDED: ['ACTIVE', 'TRIAL', 'CANCELLED'],
  CANCELLED: ['ACTIVE', 'TRIAL'],
} as const satisfies Record<TenantStatus, readonly TenantStatus[]>;

/** The statuses this tenant may move to now. TRIAL is open only to a tenant that was never ACTIVE. */
export function allowedMoves(tenant: { status: TenantStatus; wasActive: boolean }): TenantStatus[] {
  return TRANSITIONS[tenant.status].filter((to) => to !== 'TRIAL' || !tenant.wasActive);
}

/** The reasons in force, by who set them. */
export type Reasons = { own: SuspensionReason[]; operator: SuspensionReason[] };

/**
 * Which reasons are left after lifting those named (all if none is named), and which of them this caller was not allowed to lift.
 * Only the operator lifts the operator's reasons. `held`: the partner's reasons that nobody can lift now.
 */
export function liftReasons(
  reasons: Reasons,
  byOperator: boolean,
  named: readonly SuspensionReason[] | undefined,
  held: readonly SuspensionReason[] = [],
): { left: Reasons; kept: SuspensionReason[] } {
  const lifted = (reason: SuspensionReason) => named === undefined || named.includes(reason);
  return {
    left: {
      own: reasons.own.filter((reason) => !lifted(reason) || held.includes(reason)),
      operator: reasons.operator.filter((reason) => !byOperator || !lifted(reason)),
    },
    kept: byOperator ? [] : reasons.operator.filter(lifted),
  };
}
