import { createClient } from './generated/hey-api/client/index.ts';
import {
  addDids,
  assignDid,
  createExtension,
  createTenant,
  reactivateTenant,
  routeDid,
  signIn,
  suspendTenant,
} from './generated/hey-api/sdk.gen.ts';
import { type Account, cookieOf, dataOf, type Onboarded } from './onboarded.ts';

/** The same program on @hey-api/openapi-ts: a function for every operation. */
export async function onboard(baseUrl: string, account: Account): Promise<Onboarded> {
  const signedIn = await signIn({ client: createClient({ baseUrl, headers: { origin: baseUrl } }), body: account });
  const headers = { origin: baseUrl, cookie: cookieOf(signedIn.response) };
  const client = createClient({ baseUrl, headers });

  const tenant = dataOf(
    await createTenant({
      client,
      headers: { 'Idempotency-Key': 'florist' },
      body: { name: 'Florist', sipPrefix: 'florist', status: 'ACTIVE' },
    }),
  );
  const path = { tenantId: tenant.id };
  const { added } = dataOf(await addDids({ client, body: { numbers: ['(212) 555-0102'] } }));
  const extension = dataOf(await createExtension({ client, path, body: { number: '101', name: 'Front desk' } }));
  const did = dataOf(await assignDid({ client, path: { didId: added[0]?.id ?? '' }, body: { tenantId: tenant.id } }));
  const routed = dataOf(
    await routeDid({
      client,
      path: { ...path, didId: did.id },
      headers: { 'If-Match': `"${did.version}"` },
      body: { routing: { kind: 'extension', extensionId: extension.id } },
    }),
  );
  const suspended = dataOf(await suspendTenant({ client, path, body: { reason: 'past_due' } }));
  const refused = await createExtension({ client, path, body: { number: '102', name: 'Kitchen' } });
  const reactivated = dataOf(await reactivateTenant({ client, path, body: {} }));
  return {
    number: routed.number,
    routing: routed.routing.kind,
    statuses: [tenant.status, suspended.status, reactivated.tenant.status],
    refusedBySuspension: refused.error?.code === 'tenant_suspended',
  };
}
