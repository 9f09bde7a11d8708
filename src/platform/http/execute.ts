import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TenantStatus } from '../../status/contract.ts';
import { type Db, inContext } from '../db/db.ts';
import { isId } from '../values/ids.ts';
import { type Authentication, refuseCaller } from './authentication.ts';
import type { Caller } from './caller.ts';
import { type Endpoint, isWrite, successStatus, takesIdempotencyKey } from './endpoint.ts';
import { AppError, fail, notFound } from './errors.ts';
import { findStoredResponse, hashBody, type KeyedRequest, storeResponse } from './idempotency.ts';
import { readIfMatch } from './if-match.ts';
import type { Params, Route } from './request-context.ts';
import { parseInput, tryInput } from './requests/input.ts';
import { DownloadResponse } from './responses/download.ts';
import { type Access, EventStreamResponse } from './responses/event-stream.ts';
import { type Allows, contextOf, enterScope, isAllowed } from './scope.ts';

/** The program's permissions, which the platform doesn't know. */
export type Gate = {
  db: Db;
  secretKey: string;
  now: () => Date;
  allows: Allows;
  /** Refuses a caller whose own tenant's status doesn't permit this. */
  refuseByStatus: (status: TenantStatus, caller: Caller, writes: boolean) => AppError | null;
};

type ApiRequest = FastifyRequest<{ Params: Params }>;

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Executes a request in one transaction: checks the caller, its permission and the input, runs the handler, and stores the response for a repeated
 * Idempotency-Key.
 */
export async function execute(
  gate: Gate,
  route: Route,
  request: ApiRequest,
  reply: FastifyReply,
): Promise<string | DownloadResponse | EventStreamResponse> {
  const { endpoint } = route;
  const { caller, params } = request;
  if (Object.entries(params).some(([name, value]) => name.endsWith('Id') && !isId(value))) throw notFound();
  const prepared = await prepare(gate, route, request);

  return inContext(gate.db, contextOf(endpoint.scope, caller), async (tx) => {
    const scope = await enterScope(tx, endpoint, { allows: gate.allows, caller, params });
    // before checks whose result may have changed, because a repeated request gets its first response
    const keyed = keyedRequest(gate, endpoint, request);
    const stored = keyed && (await findStoredResponse(tx, keyed));
    if (stored) {
      reply.code(stored.status).headers(stored.headers);
      if (stored.body !== '') reply.type(JSON_TYPE);
      return stored.body;
    }
    const found = await route.find?.({ ...scope, tx, params });
    if (route.find && !found) throw notFound();
    const forbids = caller && route.forbids?.(caller, request.body);
    if (forbids) throw forbids;
    const input = readInput(route, request);
    if ('tenant' in scope) checkStatus(gate, route, scope.tenant.status, scope.caller);
    const ifMatch = readIfMatch(request);
    const now = gate.now();
    const context = { ...scope, ...input, tx, params, found, prepared, ifMatch, now, request, reply };
    const result = await route.handle(context);
    if (result instanceof DownloadResponse || result instanceof EventStreamResponse) return result;
    const text = writeResponse(endpoint, reply, result);
    if (keyed) {
      const etag = reply.getHeader('etag');
      const headers: Record<string, string> = typeof etag === 'string' ? { etag } : {};
      await storeResponse(tx, keyed, { status: reply.statusCode, body: text, headers }, isSecret(endpoint, result));
    }
    return text;
  });
}

/** Checks whether an earlier request would still be allowed. Throws if the database doesn't respond. */
export async function checkAccess(
  gate: Gate & Pick<Authentication, 'authenticate'>,
  route: Route,
  request: ApiRequest,
): Promise<Access> {
  const { endpoint } = route;
  try {
    const caller = await gate.authenticate(request);
    if (refuseCaller(endpoint, caller)) return { isAllowed: false };
    await inContext(gate.db, contextOf(endpoint.scope, caller), async (tx) => {
      const scope = await enterScope(tx, endpoint, { allows: gate.allows, caller, params: request.params });
      if ('tenant' in scope) checkStatus(gate, route, scope.tenant.status, scope.caller);
    });
    return { isAllowed: true, until: caller?.endsAt ?? null };
  } catch (error) {
    if (error instanceof AppError) return { isAllowed: false };
    throw error;
  }
}

/** Avoids slow work for a request that will be refused. The transaction sends the refusal, in the usual order of checks. */
async function prepare(gate: Gate, { endpoint, prepare }: Route, request: ApiRequest): Promise<unknown> {
  const { caller } = request;
  if (!prepare || !isAllowed(gate.allows, endpoint, caller)) return undefined;
  const input = tryInput(endpoint.body, request.body ?? {});
  return input && prepare({ caller, body: input.data, request });
}

function checkStatus(gate: Gate, { endpoint, allowedIn }: Route, status: TenantStatus, caller: Caller): void {
  if (endpoint.inAnyStatus) return;
  const writes = isWrite(endpoint) && endpoint.scope === 'tenant';
  const refusal = allowedIn ? allowedIn(status, caller) : gate.refuseByStatus(status, caller, writes);
  if (refusal) throw refusal;
}

function readInput({ query, endpoint }: Route, request: ApiRequest): { query: unknown; body: unknown } {
  const { body } = endpoint;
  const key = idempotencyKey(endpoint, request);
  if (key !== null && !isKey(key)) throw fail('invalid', 'An Idempotency-Key has 1 to 255 characters.');
  return {
    query: parseInput(query, request.query, 'parameter'),
    body: body && parseInput(body, request.body ?? {}),
  };
}

function idempotencyKey(endpoint: Endpoint, { caller, headers }: ApiRequest): string | null {
  const key = headers['idempotency-key'];
  return takesIdempotencyKey(endpoint) && caller && typeof key === 'string' ? key : null;
}

const isKey = (key: string): boolean => key.length >= 1 && key.length <= 255;

function keyedRequest({ secretKey }: Gate, endpoint: Endpoint, request: ApiRequest): KeyedRequest | null {
  const { caller, method, url: path, body } = request;
  const key = idempotencyKey(endpoint, request);
  if (!caller || key === null || !isKey(key)) return null;
  return { actorId: caller.id, method, path, key, bodyHash: hashBody(secretKey, body) };
}

const isSecret = ({ secret = false }: Endpoint, response: unknown): boolean =>
  typeof secret === 'function' ? secret(response) : secret;

function writeResponse(endpoint: Endpoint, reply: FastifyReply, response: unknown): string {
  reply.code(successStatus(endpoint));
  if (isSecret(endpoint, response)) reply.header('cache-control', 'no-store');
  if (!endpoint.response || typeof response !== 'object' || response === null) return '';
  if ('version' in response && typeof response.version === 'number') reply.header('etag', `"${response.version}"`);
  reply.type(JSON_TYPE);
  return JSON.stringify(response);
}
