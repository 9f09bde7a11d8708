import { sql } from 'kysely';
import type { TenantStatus } from '../../status/contract.ts';
import { contextSettings, type Db, type FirstContext, inContext, type Tx } from '../db/db.ts';
import { PREPARED } from '../db/prepared-statements.ts';
import { firstRow } from '../db/rows.ts';
import { type Actor, type Caller, modeOf, seesTenant } from './caller.ts';
import { type Endpoint, isWrite, type Scope, servesTestKeys } from './endpoint.ts';
import { type AppError, fail, notFound } from './errors.ts';
import type { Params, ScopeContext, ScopedTenant } from './request-context.ts';

/** The context of a request's transaction before its tenant is entered. */
export function contextOf(scope: Scope, caller: Caller | null): FirstContext {
  if (!caller) return {};
  const actorId = caller.id;
  if (scope === 'operator') return { actorId, operator: caller.role === 'operator' };
  if (scope === 'nobody') return { actorId };
  return {
    actorId,
    ...modeOf(caller),
    ...(caller.partner && { partnerId: caller.partner.id }),
    ...(caller.tenant && { tenantId: caller.tenant.id }),
    ...(scope === 'self' && caller.role === 'operator' && { operator: true }),
  };
}

/** Runs `work` in the context of a partner and caller, for pages that are read after the request's own transaction. */
export const asCallersPartner = <R>(
  db: Db,
  by: Actor | Caller,
  partnerId: string,
  work: (tx: Tx) => Promise<R>,
): Promise<R> => inContext(db, { partnerId, ...modeOf(by) }, work);

/** Whether a caller has a permission. */
export type Allows = (caller: Caller, permission: string) => boolean;

/** The type of an endpoint allows `anyone` only before sign-in and for the own account. */
export const isAllowed = (allows: Allows, { permission }: Endpoint, caller: Caller | null): boolean =>
  permission === 'anyone' || (caller !== null && allows(caller, permission));

/**
 * Narrows the transaction's context to the endpoint's scope. Refuses anonymous callers with 401, objects of others with 404, and then a missing
 * permission with 403.
 */
export async function enterScope(
  tx: Tx,
  endpoint: Endpoint,
  { allows, caller, params }: { allows: Allows; caller: Caller | null; params: Params },
): Promise<ScopeContext[Scope]> {
  if (endpoint.scope === 'nobody') return { caller };
  if (!caller) throw fail('unauthenticated', 'Sign in first.');
  const { scope } = endpoint;
  const tenant = scope === 'tenant' || scope === 'record' ? await enterTenant(tx, endpoint, caller, params) : null;
  if (!isAllowed(allows, endpoint, caller)) throw notAllowed(endpoint, caller);
  if (caller.via === 'key' && caller.mode === 'test' && !servesTestKeys(endpoint))
    throw fail('forbidden', 'This is a test key. It works only with sandbox tenants.');
  if (tenant) return { caller, tenant };
  if (scope !== 'partner') return { caller };
  // lists and searches of the partner would show other tenants, too
  if (caller.via === 'key' && caller.tenants !== 'all' && endpoint.chosenTenants !== 'shown')
    throw fail('forbidden', 'This API key is only for chosen tenants. It can’t be used for all tenants.');
  if (!caller.partner) throw notFound();
  return { caller, partnerId: caller.partner.id };
}

function notAllowed({ permission }: Endpoint, caller: Caller): AppError {
  if (caller.via === 'session') return fail('forbidden', 'Your role doesn’t allow this.');
  // its scopes were saved when the permission needed less
  if (caller.scopes.has(permission))
    return fail(
      'forbidden',
      `This API key can’t use its scope “${permission}” now. Save the key’s scopes again: the page says what is missing.`,
    );
  return fail('forbidden', `This API key has no scope “${permission}”.`);
}

/**
 * Checks that the tenant is the caller's, then narrows the transaction's context to it. Another's tenant gets 404. A single statement does both: it
 * sets the context from the row that row-level security shows, and changes nothing if there is none.
 */
async function enterTenant(tx: Tx, endpoint: Endpoint, caller: Caller, { tenantId }: Params): Promise<ScopedTenant> {
  if (tenantId === undefined || !seesTenant(caller, tenantId)) throw notFound();
  // a lifecycle change locks the row itself, with a different strength; all others take the lock of `lockTenants` from the start
  const locks = isWrite(endpoint) && endpoint.scope === 'tenant';
  const partnerId = caller.partner?.id;
  const context = {
    actorId: caller.id,
    tenantId,
    ...(partnerId && { integrationPartnerId: partnerId }),
    ...(partnerId && endpoint.scope === 'record' && { partnerId }),
  };
  // materialized, so that the row is read before the context is set
  const query = sql<EnteredTenant>`${PREPARED}with found as materialized (
      select id, partner_id, name, status, sandbox from tenants where id = ${tenantId} ${locks ? sql`for no key update` : sql``})
    select found.*, ${contextSettings(context)} from found`;
  const row = await firstRow(tx, query);
  if (!row) throw notFound();
  return { id: row.id, partnerId: row.partner_id, name: row.name, status: row.status, sandbox: row.sandbox };
}

type EnteredTenant = { id: string; partner_id: string; name: string; status: TenantStatus; sandbox: boolean };
