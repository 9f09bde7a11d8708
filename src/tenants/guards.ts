import { type Caller, isTenantRole, type Role } from '../platform/http/caller.ts';
import { type AppError, errorFactory, platformErrors } from '../platform/http/errors.ts';
import { TENANT_ADMIN_FIELDS, tenantErrors, TenantPatch, type TenantStatus } from './contract.ts';
import { STATUS_PERMITS } from './rules.ts';

const fail = errorFactory({ ...platformErrors, ...tenantErrors });

/** Refuses what a tenant's status does not permit its own people, or anybody. Read by the platform for every route under a tenant. */
export function refuseByStatus(status: string, caller: { role: Role }, writes: boolean): AppError | null {
  const permits = STATUS_PERMITS[status as TenantStatus];
  const own = isTenantRole(caller.role);
  if (own && status === 'SUSPENDED')
    return fail('tenant_suspended', 'The service is suspended. Please contact your provider.');
  if (!writes || (own ? permits.tenantChanges : permits.partnerChanges)) return null;
  return fail('tenant_cancelled', 'This tenant is cancelled: it can be read and downloaded, not changed.');
}

/** Refuses a tenant's own admin who names a field of the record that its provider keeps, whatever the value. */
export function refuseKeptFields(by: Caller, patch: unknown): AppError | null {
  if (!isTenantRole(by.role) || typeof patch !== 'object' || patch === null) return null;
  const own: readonly string[] = TENANT_ADMIN_FIELDS;
  const kept = Object.keys(patch).filter((field) => Object.hasOwn(TenantPatch.shape, field) && !own.includes(field));
  if (kept.length === 0) return null;
  const errors = kept.map((path) => ({ path, message: 'Only your provider can change this.' }));
  return fail('forbidden', 'Only your provider can change this.', { errors });
}
