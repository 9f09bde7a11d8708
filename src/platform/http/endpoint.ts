import type { z } from 'zod';
import type { ErrorTable } from './errors.ts';

/**
 * An endpoint as a value: everything that clients and the API's description need, without its implementation. The server binds a handler to it
 * (`server.on`), the web calls it, and the API's description and the tests of permissions and isolation read it.
 */
export type Endpoint = Access & Content & Documentation;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Whose data the request's transaction sees: `nobody` (before sign-in), `self` (the signed-in user, whatever its role), `partner` (the caller's
 * partner), `tenant` (one tenant, after the check that it is the caller's), `record` (one tenant together with its partner's data about it, such as
 * numbers and counts), `operator`.
 */
export type Scope = 'nobody' | 'self' | 'partner' | 'tenant' | 'record' | 'operator';

/** Who may call the endpoint. `permission`: a name in the permission table. Paths are under `/api/v1`. */
type Access =
  | { scope: 'nobody' | 'self'; permission: 'anyone'; path: `/${string}` }
  | { scope: 'partner'; permission: string; path: `/${string}` }
  | { scope: 'tenant' | 'record'; permission: string; path: `/tenants/{tenantId}${string}` }
  | { scope: 'operator'; permission: string; path: `/operator/${string}` };

type Content = {
  method: Method;
  /** Unknown parameters are refused. */
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The accepted types of the body, by default only JSON. `text/csv` is read as `{ csv }`, the others as an `Upload`. */
  bodyTypes?: readonly ('application/json' | 'text/csv' | 'audio/wav' | 'application/octet-stream')[];
  /** The limit of the body in bytes, if it is larger than the usual one (`REQUEST_SIZE`). */
  maxBytes?: number;
  /** The JSON of a successful response. Without it and `download`, the response is empty. */
  response?: z.ZodType;
  /** A successful response that is a file. */
  download?: Download;
  /** The events by name, with their JSON, for clients that request `text/event-stream`. Others get `response`. */
  events?: Readonly<Record<string, z.ZodType>>;
  /** The status of a successful response; by default 200, or 204 if it is empty. */
  status?: 201 | 202;
  /** Whether the response contains a secret. Then it isn't stored for a repeated Idempotency-Key, nor by any cache. */
  secret?: boolean | ((response: unknown) => boolean);
  /** For an endpoint of one tenant: its status refuses nobody, so that a suspended tenant can see and pay what it owes, and stop being charged. */
  inAnyStatus?: true;
  /** Limits the callers; `callersOf` has the default. */
  by?: 'people' | 'programs';
  /** For an endpoint of the partner: a key for chosen tenants may call it, too, and the handler shows it only these. */
  chosenTenants?: 'shown';
  /**
   * Whether a test key may call it, if that differs from the rule for its scope (`servesTestKeys`). Row-level security decides what the key sees
   * (`of_mode` in migrations/).
   */
  testKeys?: 'served' | 'refused';
  /** The request headers that it uses. A handler gets `ifMatch` only if `If-Match` is listed. Every POST after sign-in uses `Idempotency-Key`. */
  headers?: readonly RequestHeader[];
};

export type RequestHeader = 'If-Match' | 'Last-Event-ID';

export type Download =
  | { mediaType: 'text/csv'; fileName: string; columns: readonly string[] }
  | { mediaType: 'application/zip' | 'application/pdf' | 'audio/wav' };

/** Whether a download supports `Range`. Tables don't, because they are generated while they are sent, and documents are small. */
export const isStreamed = ({ mediaType }: Download): boolean =>
  mediaType === 'application/zip' || mediaType === 'audio/wav';

type Documentation = {
  /** The operationId in openapi.json; the endpoint is exported under the same name. */
  id: string;
  /** Verb and object, at most 50 characters. */
  summary: string;
  /** In Markdown, what the summary leaves out: what happens, when it applies, what it doesn't do. */
  description: string;
  /** Its own error codes, besides those that follow from the declaration (`errorsOf`). Tests fail on any other. */
  errors?: ErrorTable;
  /** For endpoints whose fields' examples don't fit together. */
  examples?: { body?: unknown; response?: unknown };
};

/** Declares an endpoint, with its path, scope and schemas as exact types. */
export const endpoint = <const E extends Endpoint>(declared: E): E => declared;

/**
 * Who may call an endpoint: people with a session, or programs with an API key. Endpoints of the own account or the operator are only for people,
 * unless they declare otherwise.
 */
export const callersOf = ({ scope, by }: Endpoint): { people: boolean; programs: boolean } => ({
  people: by !== 'programs',
  programs: by === 'programs' || (by === undefined && scope !== 'self' && scope !== 'operator'),
});

/**
 * Whether a test key may call an endpoint. It can use those of one tenant and its own, but not those that concern all of the partner's tenants,
 * unless they declare otherwise.
 */
export const servesTestKeys = ({ scope, testKeys }: Endpoint): boolean =>
  testKeys ? testKeys === 'served' : scope !== 'partner';

/** Whether it changes something. */
export const isWrite = ({ method }: Endpoint): boolean => method !== 'GET';

/** Every POST after sign-in uses `Idempotency-Key`. */
export const takesIdempotencyKey = ({ method, scope }: Endpoint): boolean => method === 'POST' && scope !== 'nobody';

/** The status of a successful response. */
export const successStatus = ({ status, response, download }: Endpoint): number =>
  status ?? (response || download ? 200 : 204);

/** `/tenants/{tenantId}/dids/{didId}`: `'tenantId' | 'didId'`. */
type ParamName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamName<Rest>
  : never;

/** The path's parameters. Every one is an id. */
export type ParamsOf<E extends Endpoint> = { [Name in ParamName<E['path']>]: string };

/** The query and body that a handler gets, with defaults filled in. */
export type QueryOf<E extends Endpoint> = E extends { query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
export type BodyOf<E extends Endpoint> = E extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;

/** The query and body that a client sends. */
export type QueryInput<E extends Endpoint> = E extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined;
export type BodyInput<E extends Endpoint> = E extends { body: infer B extends z.ZodType } ? z.input<B> : undefined;

/** The JSON of a successful response; `void` if it is empty. */
export type ResponseOf<E extends Endpoint> = E extends { response: infer R extends z.ZodType } ? z.output<R> : void;
