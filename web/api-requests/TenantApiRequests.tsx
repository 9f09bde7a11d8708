import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { MAX } from '../../src/api-keys/contract.ts';
import { listTenantApiKeys } from '../../src/api-keys/tenant-keys-endpoints.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { RequestsPage } from './ApiRequests.tsx';
import { tenantRequestsList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/api-requests');

export function TenantApiRequests() {
  const tenantId = useTenantId();
  const search = route.useSearch();
  const keys = useQuery(apiQuery(listTenantApiKeys, { params: { tenantId }, query: { limit: MAX.keysOfTenant } }));
  return <RequestsPage search={search} list={tenantRequestsList(tenantId, search)} keys={keys.data?.items ?? []} />;
}
