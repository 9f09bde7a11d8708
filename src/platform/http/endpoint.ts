import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Caller, isTenantRole } from './caller.ts';
import { type Context, type Db, inContext, setContext, type Tx } from '../db/db.ts';
import { AppError, fail, type FieldError, notFound } from './errors.ts';
import { FileResponse } from './file-response.ts';
import { answerOf, hashBody, storeResponse, type KeyedRequest } from './idempotency.ts';
import { isId } from '../values/ids.ts';
import { isPrepared } from '../db/prepared-statements.ts';
import type { TenantStatus } from '../../status/contract.ts';

/** The tenant that a route under `/tenants/:tenantId` is about; its row is locked against a change of status while a write runs. */
export type ScopedTenant = { id: string; partnerId: string; name: string; status: TenantStatus };

/**
 * Whose data the route's transaction sees:
 * `nobody` (before sign-in), `self` (the signed-in user, whatever its role), `partner` (the caller's partner),
 * `tenant` (one tenant, after the check that it is the caller's), `record` (the record of one tenant together with what its partner
 * has around it: numbers, counts), `operator`.
 */
export type Scope = 'nobody' | 'self' | 'partner' | 'tenant' | 'record' | 'operator';

type Parsed<T> = T extends z.ZodType ? z.output<T> : Record<string, never>;

export type Call<Query, Body, Found, S extends Scope, Prepared = undefined> = {
  tx: Tx;
  caller: S extends 'nobody' ? Caller | null : Caller;
  tenant: S extends 'tenant' | 'record' ? ScopedTenant : null;
  params: Record<string, string>;
  query: Parsed<Query>;
  body: Parsed<Body>;
  found: Found;
  /** What `before` answered. */
  prepared: Prepared;
  /** The version named by If-Match, or null. Operations refuse when it is stale. */
  ifMatch: number | null;
  request: FastifyRequest;
  reply: FastifyReply;
};

export type Endpoint<Query, Body, Found, S extends Scope, Prepared = undefined> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api/v1`, with `:tenantId` where `scope` is `tenant` or `record`. */
  path: string;
  /** The operationId in openapi.json. */
  id: string;
  summary: string;
  /** Who may: a name in the permission table. Only `nobody` and `self` routes may say `'anyone'`. */
  permission: string;
  scope: S;
  query?: Query;
  body?: Body;
  /** The shape of the good answer, by status; the first is the status sent. */
  answers: Record<number, z.ZodType | null>;
  /** Refuses a tenant in the wrong status: after the input was checked, with the row locked. Default: writes need what the caller's side needs. */
  allowedIn?: (status: TenantStatus, caller: Caller) => AppError | null;
  /** Finds what the path names, before the input is looked at: what is not there is 404 even for bad input. */
  find?: (
    call: Pick<Call<Query, Body, unknown, S>, 'tx' | 'params' | 'tenant' | 'caller'>,
  ) => Promise<Found | null | undefined>;
  /** Refuses what this caller may not name at all, before the input is judged: 403 comes before 422. */
  forbids?: (caller: Caller, body: unknown) => AppError | null;
  /** The answer holds a secret, or this one does: it is not kept for a repeated Idempotency-Key, nor by any cache. */
  secret?: boolean | ((answer: unknown) => boolean);
  /** Slow work that must hold no connection, such as hashing a password. Runs only for good input of a caller that has the permission. */
  before?: (call: Pick<Call<Query, Body, Found, S>, 'caller' | 'body' | 'request'>) => Promise<Prepared>;
  /** Carries out the request in the route's transaction; the answer leaves after the commit. */
  handle: (call: Call<Query, Body, Found, S, Prepared>) => Promise<unknown>;
};

/** What the program knows that the platform does not: who is calling, and who may do what. */
export type Gate = {
  db: Db;
  secretKey: string;
  allows: (caller: Caller, permission: string) => boolean;
  /** Refuses a caller whose own tenant is in a status in which it may not do this. */
  refuseByStatus: (status: TenantStatus, caller: Caller, writes: boolean) => AppError | null;
};

const JSON_TYPE = 'application/json; charset=utf-8';

/** Carries out one request: who, may it, what is it about, is the input good, do it, keep the answer; all in one transaction. */
export async function execute<Query, Body, Found, S extends Scope, Prepared>(
  gate: Gate,
  endpoint: Endpoint<Query, Body, Found, S, Prepared>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | FileResponse> {
  const caller = request.caller;
  const params = request.params as Record<string, string>;
  if (Object.entries(params).some(([name, value]) => name.endsWith('Id') && !isId(value))) throw notFound();
  const writes = endpoint.method !== 'GET';
  const prepared = endpoint.before ? await prepare(gate, endpoint, request) : undefined;

  return inContext(gate.db, contextOf(endpoint.scope, caller), async (tx) => {
    const tenant = hasTenant(endpoint.scope)
      ? await enterTenant(tx, endpoint.scope, caller!, params.tenantId!, writes)
      : null;
    if (endpoint.permission !== 'anyone' && !gate.allows(caller!, endpoint.permission)) {
      throw fail('forbidden', 'Your role does not allow this.');
    }
    // before all that may have changed since: a request that was good once is answered as it was then
    const keyed = keyedRequest(gate, request, caller);
    const kept = keyed ? await answerOf(tx, keyed) : null;
    if (kept) {
      reply.code(kept.status).headers(kept.headers);
      if (kept.body !== '') reply.type(JSON_TYPE);
      return kept.body;
    }
    const scoped = { tx, caller, tenant, params } as Pick<
      Call<Query, Body, Found, S>,
      'tx' | 'params' | 'tenant' | 'caller'
    >;
    const found = endpoint.find ? await endpoint.find(scoped) : undefined;
    if (endpoint.find && !found) throw notFound();
    const forbidden = endpoint.forbids?.(caller!, request.body);
    if (forbidden) throw forbidden;
    const input = readInput(endpoint, request);
    if (tenant) {
      const refusal =
        (endpoint.allowedIn?.(tenant.status, caller!) ?? null) ||
        gate.refuseByStatus(tenant.status, caller!, writes && endpoint.scope === 'tenant');
      if (refusal) throw refusal;
    }
    const call = { ...scoped, ...input, found, prepared, ifMatch: readIfMatch(request), request, reply } as Call<
      Query,
      Body,
      Found,
      S,
      Prepared
    >;
    const answer = await endpoint.handle(call);
    if (answer instanceof FileResponse) return answer;
    const text = writeAnswer(endpoint, reply, answer);
    if (keyed) {
      const etag = reply.getHeader('etag');
      const headers: Record<string, string> = typeof etag === 'string' ? { etag } : {};
      await storeResponse(tx, keyed, { status: reply.statusCode, body: text, headers }, isSecret(endpoint, answer));
    }
    return text;
  });
}

/** A request that will be refused is not worth slow work; the refusal itself comes in its order, from the transaction. */
async function prepare<Query, Body, Found, S extends Scope, Prepared>(
  gate: Gate,
  endpoint: Endpoint<Query, Body, Found, S, Prepared>,
  request: FastifyRequest,
): Promise<Prepared | undefined> {
  const caller = request.caller;
  if (endpoint.permission !== 'anyone' && !gate.allows(caller!, endpoint.permission)) return undefined;
  const body = (endpoint.body as z.ZodType | undefined)?.safeParse(request.body ?? {});
  if ((body && !body.success) || unstorablePlaces(request.body, '').length > 0) return undefined;
  const call = { caller, body: body?.data ?? {}, request } as Pick<
    Call<Query, Body, Found, S>,
    'caller' | 'body' | 'request'
  >;
  return endpoint.before!(call);
}

const hasTenant = (scope: Scope): boolean => scope === 'tenant' || scope === 'record';

function contextOf(scope: Scope, caller: Caller | null): Context {
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

/** Checks that the tenant is the caller's, then narrows the transaction to it. Another's tenant is not there at all. */
async function enterTenant(
  tx: Tx,
  scope: Scope,
  caller: Caller,
  tenantId: string,
  writes: boolean,
): Promise<ScopedTenant> {
  const query = tx
    .selectFrom('tenants')
    .modifyFront(isPrepared)
    .select(['id', 'partner_id', 'name', 'status'])
    .where('id', '=', tenantId);
  // A lifecycle change locks the row itself, in its own strength; every other change takes the lock of `lockTenants` from the start.
  const row = await (writes && scope === 'tenant' ? query.forNoKeyUpdate() : query).executeTakeFirst();
  if (!row) throw notFound();
  const partnerId = scope === 'record' && !isTenantRole(caller.role) ? row.partner_id : undefined;
  await setContext(tx, { actorId: caller.id, tenantId, ...(partnerId && { partnerId }) });
  return { id: row.id, partnerId: row.partner_id, name: row.name, status: row.status };
}

function readInput(
  endpoint: { query?: unknown; body?: unknown },
  request: FastifyRequest,
): { query: unknown; body: unknown } {
  const key = idempotencyKey(request);
  if (key !== null && !isKey(key)) throw fail('invalid', 'An Idempotency-Key has 1 to 255 characters.');
  return {
    query: endpoint.query ? check(endpoint.query as z.ZodType, request.query, '') : {},
    body: endpoint.body ? check(endpoint.body as z.ZodType, request.body ?? {}, '') : {},
  };
}

/** Parses with the contract's schema; every fault is named at its path. A schema may mark a fault as `immutable`. */
export function check<T extends z.ZodType>(schema: T, value: unknown, prefix: string): z.output<T> {
  const parsed = schema.safeParse(value);
  const unstorable = unstorablePlaces(value, '').map((path) => ({
    path: prefix + path,
    message: 'This holds a character that cannot be stored.',
  }));
  if (parsed.success && unstorable.length === 0) return parsed.data;
  let immutable = false;
  const errors: FieldError[] = (parsed.error?.issues ?? []).flatMap((issue) => {
    if (issue.code === 'custom' && issue.params?.code === 'immutable') immutable = true;
    const at = prefix + issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path: at, message: issue.message }];
    return issue.keys.map((key) => ({ path: at ? `${at}.${key}` : key, message: 'There is no such field.' }));
  });
  throw fail(
    immutable ? 'immutable' : 'invalid',
    immutable ? 'A field named here never changes.' : 'Something in the request is not right.',
    { errors: [...errors, ...unstorable] },
  );
}

/** Where a value holds what PostgreSQL stores in no text: the character U+0000, or half a surrogate pair. */
function unstorablePlaces(value: unknown, at: string): string[] {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unstorablePlaces(inner, at ? `${at}.${key}` : key));
}

function readIfMatch(request: FastifyRequest): number | null {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return null;
  const version = /^"(\d+)"$/.exec(header)?.[1];
  // A tag that we never gave cannot be the present one.
  return version === undefined ? -1 : Number(version);
}

/** Honoured on every POST of somebody signed in. */
function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  return request.method === 'POST' && request.caller && typeof key === 'string' ? key : null;
}

const isKey = (key: string): boolean => key.length >= 1 && key.length <= 255;

function keyedRequest({ secretKey }: Gate, request: FastifyRequest, caller: Caller | null): KeyedRequest | null {
  const key = idempotencyKey(request);
  if (!caller || key === null || !isKey(key)) return null;
  return {
    actorId: caller.id,
    method: request.method,
    path: request.url,
    key,
    bodyHash: hashBody(secretKey, request.body),
  };
}

const isSecret = (
  { secret = false }: { secret?: boolean | ((answer: unknown) => boolean) },
  answer: unknown,
): boolean => (typeof secret === 'function' ? secret(answer) : secret);

function writeAnswer(
  endpoint: { answers: Record<number, z.ZodType | null>; secret?: boolean | ((answer: unknown) => boolean) },
  reply: FastifyReply,
  answer: unknown,
): string {
  const [status, schema] = Object.entries(endpoint.answers)[0]!;
  reply.code(Number(status));
  if (isSecret(endpoint, answer)) reply.header('cache-control', 'no-store');
  if (schema === null || answer === undefined) return '';
  const version = (answer as { version?: unknown }).version;
  if (typeof version === 'number') reply.header('etag', `"${version}"`);
  reply.type(JSON_TYPE);
  return JSON.stringify(answer);
}

/** Refuses when the caller edited an older version than the present one (RFC 9110, If-Match). */
export function checkVersion(ifMatch: number | null, version: number): void {
  if (ifMatch !== null && ifMatch !== version) {
    throw fail('stale_version', 'Somebody changed this in the meantime.', { extra: { version } });
  }
}
