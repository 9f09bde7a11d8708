import { useQuery } from '@tanstack/react-query';
import { listTenantDids } from '../../../src/numbers/endpoints.ts';
import { type Home, homeOf } from '../../../src/platform/numbers/e164.ts';
import { apiQuery } from './queries.ts';
import { useMay } from './session.ts';
import { useAnyTenant, useTenantId } from './tenant-context.ts';

/**
 * The tenant's country and lowest number, by which the server reads typed numbers. Null while they aren't known, and for ordinary users, who may not see
 * them.
 */
export function useTenantHome(): Home | null {
  const tenant = useAnyTenant();
  const params = { tenantId: useTenantId() };
  const enabled = useMay('routing.read') && 'e911Address' in tenant;
  const { data } = useQuery({ ...apiQuery(listTenantDids, { params, query: { limit: 1 } }), enabled });
  if (!enabled || !data) return null;
  return homeOf(tenant.e911Address?.country, data.items[0]?.number ?? null);
}
