import { getRouteApi } from '@tanstack/react-router';
import { createContext, use } from 'react';
import type { Permission } from '../../../src/people/rules.ts';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { type AnyTenant, whole } from '../lists/tenants-query.ts';
import { type Change, disabledReason } from './permits.ts';
import { brandOf, useSession } from './session.ts';

export const TenantContext = createContext<AnyTenant | null>(null);
const route = getRouteApi('/authenticated/tenants/$tenantId');

/** The tenant of the current pages, or the part that ordinary users may see. */
export function useAnyTenant(): AnyTenant {
  const tenant = use(TenantContext);
  if (!tenant) throw new Error('Outside of a tenant.');
  return tenant;
}

/** The tenant, on pages that ordinary users don’t have. */
export const useTenant = (): Tenant => whole(useAnyTenant());

export const useTenantId = (): string => route.useParams().tenantId;

/** Why this can't be done here now; null if it can. */
export function useTenantReason(permission: Permission, change?: Change): string | null {
  const session = useSession();
  return disabledReason(
    { permissions: session.permissions, ownTenant: session.tenant !== null },
    useAnyTenant().status,
    permission,
    change,
  );
}

/** The end of the document's title: the brand, and for the partner's team the tenant. */
export function useTitleEnd(): string {
  const session = useSession();
  const tenant = useAnyTenant();
  return session.tenant ? brandOf(session) : `${tenant.name} · ${brandOf(session)}`;
}
