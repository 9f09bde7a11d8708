import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { TenantStatus } from '../../status/contract.ts';
import type { Tx } from '../db/db.ts';
import type { Caller } from './caller.ts';
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf, Scope } from './endpoint.ts';
import type { AppError } from './errors.ts';
import type { DownloadResponse } from './responses/download.ts';
import type { EventStreamResponse } from './responses/event-stream.ts';

/** The tenant of a route under `/tenants/{tenantId}`. During a write, its row is locked against a change of status. */
export type ScopedTenant = { id: string; partnerId: string; name: string; status: TenantStatus; sandbox: boolean };

/** The context of a handler by the endpoint's scope. */
export type ScopeContext = {
  nobody: { caller: Caller | null };
  self: { caller: Caller };
  partner: { caller: Caller; partnerId: string };
  tenant: { caller: Caller; tenant: ScopedTenant };
  record: { caller: Caller; tenant: ScopedTenant };
  operator: { caller: Caller };
};

/** `ifMatch`: the version in If-Match, or null. Operations refuse a stale one. */
type HeaderContext<E extends Endpoint> = E extends { headers: readonly (infer Header)[] }
  ? 'If-Match' extends Header
    ? { ifMatch: number | null }
    : object
  : object;

/** What a handler gets. `found`: the result of `find`; `prepared`: the result of `prepare`. */
export type RequestContext<E extends Endpoint, Found = undefined, Prepared = undefined> = ScopeContext[E['scope']] &
  HeaderContext<E> & {
    tx: Tx;
    params: ParamsOf<E>;
    query: QueryOf<E>;
    body: BodyOf<E>;
    found: Found;
    prepared: Prepared;
    /** The time of the request. Tests set their own. */
    now: Date;
    request: FastifyRequest;
    reply: FastifyReply;
  };

/** Executes the request in the route's transaction. The response is sent after the commit. */
export type Handler<E extends Endpoint, Found = undefined, Prepared = undefined> = (
  context: RequestContext<E, Found, Prepared>,
) => Result<E> | Promise<Result<E>>;

type Result<E extends Endpoint> = E extends { download: object }
  ? DownloadResponse
  : E extends { events: object }
    ? ResponseOf<E> | EventStreamResponse
    : ResponseOf<E>;

/** The steps before the handler, in order. */
export type Steps<E extends Endpoint, Found = undefined, Prepared = undefined> = {
  /** Slow work that must not occupy a connection, such as hashing a password. Runs only for valid input of a permitted caller. */
  prepare?: (
    context: Pick<ScopeContext[E['scope']], 'caller'> & { body: BodyOf<E>; request: FastifyRequest },
  ) => Promise<Prepared>;
  /** Finds the object in the path before the input is checked, so that a missing object gives 404 even for invalid input. */
  find?: (context: ScopeContext[E['scope']] & { tx: Tx; params: ParamsOf<E> }) => Promise<Found | null | undefined>;
  /** Refuses fields that this caller may not send, before the input is checked, so that 403 comes before 422. */
  forbids?: (caller: Caller, body: unknown) => AppError | null;
  /** Refuses a tenant in the wrong status, after the input check and with the row locked. By default, writes need the permit of the caller's side. */
  allowedIn?: (status: TenantStatus, caller: Caller) => AppError | null;
};

/** An endpoint with its steps and handler. Each context is made from the endpoint's own schemas. */
export type Route = {
  endpoint: Endpoint;
  /** The endpoint's query, which refuses unknown parameters. */
  query: z.ZodObject;
  prepare?: (context: { caller: Caller | null; body: unknown; request: FastifyRequest }) => Promise<unknown>;
  find?: (context: ScopeContext[Scope] & { tx: Tx; params: Params }) => Promise<unknown>;
  forbids?: (caller: Caller, body: unknown) => AppError | null;
  allowedIn?: (status: TenantStatus, caller: Caller) => AppError | null;
  handle: (
    context: ScopeContext[Scope] & {
      tx: Tx;
      params: Params;
      query: unknown;
      body: unknown;
      found: unknown;
      prepared: unknown;
      ifMatch: number | null;
      now: Date;
      request: FastifyRequest;
      reply: FastifyReply;
    },
  ) => unknown;
};

export type Params = Record<string, string>;
