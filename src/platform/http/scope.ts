import { type Context, setContext, type Tx } from '../db/db.ts';
import { isPrepared } from '../db/prepared-statements.ts';
import { type Caller, isTenantRole } from './caller.ts';
import type { Endpoint, Scope } from './endpoint.ts';
import { fail, notFound } from './errors.ts';
import type { ScopeContext, ScopedTenant } from './request-context.ts';

export const isWrite = ({ method }: Endpoint): boolean => method !== 'GET';

/** What the transaction of a request sees before its tenant is entered. */
export function contextOf(scope: Scope, caller: Caller | null): Context {
  if (!caller) return {};
  const actorId = caller.id;
  if (scope === 'operator') return { actorId, operator: caller.role === 'operator' };
  if (scope === 'nobody') return { actorId };
  return {
    actorId,
    ...(caller.partner && { partnerId: caller.partner.id }),
    ...(caller.tenant && { tenantId: caller.tenant.id }),
    ...(scope === 'self' && caller.role === 'operator' && { operator: true }),
  };
}

/** Narrows the transaction to what the endpoint is about, after the check that it is the caller's. */
export async function enterScope(
  tx: Tx,
  endpoint: Endpoint,
  caller: Caller | null,
  params: Record<string, string>,
): Promise<ScopeContext[Scope]> {
  if (endpoint.scope === 'nobody') return { caller };
  if (!caller) throw fail('unauthenticated', 'Sign in first.');
  switch (endpoint.scope) {
    case 'self':
    case 'operator':
      return { caller };
    case 'partner':
      // who belongs to no partner has no permission of a partner's either
      if (!caller.partner) throw forbidden();
      return { caller, partnerId: caller.partner.id };
    case 'tenant':
    case 'record':
      return { caller, tenant: await enterTenant(tx, endpoint, caller, params.tenantId) };
  }
}

export const forbidden = () => fail('forbidden', 'Your role does not allow this.');

/** Checks that the tenant is the caller's, then narrows the transaction to it. Another's tenant is not there at all. */
async function enterTenant(
  tx: Tx,
  endpoint: Endpoint,
  caller: Caller,
  tenantId: string | undefined,
): Promise<ScopedTenant> {
  if (tenantId === undefined) throw notFound();
  const query = tx
    .selectFrom('tenants')
    .modifyFront(isPrepared)
    .select(['id', 'partner_id', 'name', 'status'])
    .where('id', '=', tenantId);
  // A lifecycle change locks the row itself, in its own strength; every other change takes the lock of `lockTenants` from the start.
  const locks = isWrite(endpoint) && endpoint.scope === 'tenant';
  const row = await (locks ? query.forNoKeyUpdate() : query).executeTakeFirst();
  if (!row) throw notFound();
  const partnerId = endpoint.scope === 'record' && !isTenantRole(caller.role) ? row.partner_id : undefined;
  await setContext(tx, { actorId: caller.id, tenantId, ...(partnerId && { partnerId }) });
  return { id: row.id, partnerId: row.partner_id, name: row.name, status: row.status };
}
