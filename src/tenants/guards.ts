import { type Actor, type Caller, isTenantRole } from '../platform/http/caller.ts';
import { type AppError, errorFactory, platformErrors } from '../platform/http/errors.ts';
import type { TenantStatus } from '../status/contract.ts';
import { statusRefusal } from '../status/rules.ts';
import { TENANT_ADMIN_FIELDS, tenantErrors, TenantPatch } from './contract.ts';

const fail = errorFactory({ ...platformErrors, ...tenantErrors });

/**
 * Refuses requests that the tenant's status doesn't permit, to its own users or to anybody. The platform checks this for every route under a tenant.
 */
export function refuseByStatus(status: TenantStatus, caller: Pick<Actor, 'role'>, writes: boolean): AppError | null {
  const own = isTenantRole(caller.role);
  if (own && status === 'SUSPENDED')
    return fail('tenant_suspended', 'The service is suspended. Please contact your provider.');
  const refusal = writes ? statusRefusal(status, own ? 'tenantChanges' : 'partnerChanges') : null;
  return refusal && fail(refusal.code, refusal.message);
}

/** Refuses a tenant admin's patch that names a field which only the partner may change, even with an unchanged value. */
export function refusePartnerFields(by: Caller, patch: unknown): AppError | null {
  if (!isTenantRole(by.role) || typeof patch !== 'object' || patch === null) return null;
  const own: readonly string[] = TENANT_ADMIN_FIELDS;
  const kept = Object.keys(patch).filter((field) => Object.hasOwn(TenantPatch.shape, field) && !own.includes(field));
  if (kept.length === 0) return null;
  const errors = kept.map((path) => ({ path, message: 'Only your provider can change this.' }));
  return fail('forbidden', 'Only your provider can change this.', { errors });
}
