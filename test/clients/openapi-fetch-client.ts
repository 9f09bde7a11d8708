import createClient from 'openapi-fetch';
import type { paths } from './generated/openapi-typescript.d.ts';
import { type Account, cookieOf, dataOf, type Onboarded } from './onboarded.ts';

/** A partner's program on openapi-typescript and openapi-fetch: every path, body and response is typed from openapi.json. */
export async function onboard(baseUrl: string, account: Account): Promise<Onboarded> {
  const signedIn = await createClient<paths>({ baseUrl, headers: { origin: baseUrl } }).POST('/api/v1/session', {
    body: account,
  });
  const headers = { origin: baseUrl, cookie: cookieOf(signedIn.response) };
  const api = createClient<paths>({ baseUrl, headers });

  const tenant = dataOf(
    await api.POST('/api/v1/tenants', {
      params: { header: { 'Idempotency-Key': 'bakery' } },
      body: { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE' },
    }),
  );
  const path = { tenantId: tenant.id };
  const { added } = dataOf(await api.POST('/api/v1/dids', { body: { numbers: ['(212) 555-0101'] } }));
  const extension = dataOf(
    await api.POST('/api/v1/tenants/{tenantId}/extensions', {
      params: { path },
      body: { number: '101', name: 'Front desk' },
    }),
  );
  const did = dataOf(
    await api.POST('/api/v1/dids/{didId}/assign', {
      params: { path: { didId: added[0]?.id ?? '' } },
      body: { tenantId: tenant.id },
    }),
  );
  const routed = dataOf(
    await api.PATCH('/api/v1/tenants/{tenantId}/dids/{didId}', {
      params: { path: { ...path, didId: did.id }, header: { 'If-Match': `"${did.version}"` } },
      body: { routing: { kind: 'extension', extensionId: extension.id } },
    }),
  );
  const suspended = dataOf(
    await api.POST('/api/v1/tenants/{tenantId}/suspend', { params: { path }, body: { reason: 'past_due' } }),
  );
  const refused = await api.POST('/api/v1/tenants/{tenantId}/extensions', {
    params: { path },
    body: { number: '102', name: 'Kitchen' },
  });
  const reactivated = dataOf(await api.POST('/api/v1/tenants/{tenantId}/reactivate', { params: { path }, body: {} }));
  return {
    number: routed.number,
    routing: routed.routing.kind,
    statuses: [tenant.status, suspended.status, reactivated.tenant.status],
    // only the codes of this operation compile here
    refusedBySuspension: refused.error?.code === 'tenant_suspended',
  };
}
