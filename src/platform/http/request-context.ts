import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { TenantStatus } from '../../status/contract.ts';
import type { Tx } from '../db/db.ts';
import type { Caller } from './caller.ts';
import type { DownloadResponse } from './download.ts';
import type { EventStreamResponse } from './event-stream.ts';
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf, Scope } from './endpoint.ts';
import type { AppError } from './errors.ts';

/** The tenant that a route under `/tenants/{tenantId}` is about; its row is locked against a change of status while a write runs. */
export type ScopedTenant = { id: string; partnerId: string; name: string; status: TenantStatus; sandbox: boolean };

/** What a handler knows of its caller, by the endpoint's scope. */
export type ScopeContext = {
  nobody: { caller: Caller | null };
  self: { caller: Caller };
  partner: { caller: Caller; partnerId: string };
  tenant: { caller: Caller; tenant: ScopedTenant };
  record: { caller: Caller; tenant: ScopedTenant };
  operator: { caller: Caller };
};

/** `ifMatch`: the version named by If-Match, or null. Operations refuse when it is stale. */
type HeaderContext<E extends Endpoint> = E extends { headers: readonly (infer Header)[] }
  ? 'If-Match' extends Header
    ? { ifMatch: number | null }
    : object
  : object;

/** What a handler gets. `found` is what `find` found, `prepared` what `prepare` made. */
export type RequestContext<E extends Endpoint, Found = undefined, Prepared = undefined> = ScopeContext[E['scope']] &
  HeaderContext<E> & {
    tx: Tx;
    params: ParamsOf<E>;
    query: QueryOf<E>;
    body: BodyOf<E>;
    found: Found;
    prepared: Prepared;
    request: FastifyRequest;
    reply: FastifyReply;
  };

/** Carries out the request in the route's transaction; the response leaves after the commit. */
export type Handler<E extends Endpoint, Found = undefined, Prepared = undefined> = (
  context: RequestContext<E, Found, Prepared>,
) => Result<E> | Promise<Result<E>>;

type Result<E extends Endpoint> = E extends { download: object }
  ? DownloadResponse
  : E extends { events: object }
    ? ResponseOf<E> | EventStreamResponse
    : ResponseOf<E>;

/** What comes before the handler, in the order in which it is done. */
export type Steps<E extends Endpoint, Found = undefined, Prepared = undefined> = {
  /** Slow work that must hold no connection, such as hashing a password. Runs only for good input of a caller that has the permission. */
  prepare?: (
    context: Pick<ScopeContext[E['scope']], 'caller'> & { body: BodyOf<E>; request: FastifyRequest },
  ) => Promise<Prepared>;
  /** Finds what the path names, before the input is looked at: what is not there is 404 even for bad input. */
  find?: (context: ScopeContext[E['scope']] & { tx: Tx; params: ParamsOf<E> }) => Promise<Found | null | undefined>;
  /** Refuses what this caller may not name at all, before the input is judged: 403 comes before 422. */
  forbids?: (caller: Caller, body: unknown) => AppError | null;
  /** Refuses a tenant in the wrong status: after the input was checked, with the row locked. Default: writes need what the caller's side needs. */
  allowedIn?: (status: TenantStatus, caller: Caller) => AppError | null;
};

/** An endpoint with all that is done for it, as the server sees it: each context is made from the endpoint's own schemas. */
export type Route = {
  endpoint: Endpoint;
  /** The endpoint's query; it refuses parameters that are not named. */
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
      request: FastifyRequest;
      reply: FastifyReply;
    },
  ) => unknown;
};

export type Params = Record<string, string>;
