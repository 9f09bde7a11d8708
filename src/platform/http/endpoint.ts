import type { z } from 'zod';
import type { ErrorTable } from './errors.ts';

/**
 * An endpoint as a value: all that a client and a reader of the API know of it, and nothing of how it works. The server binds a handler to
 * it (`server.on`), the web calls it, and the API's description and the tests of permissions and isolation read it.
 */
export type Endpoint = Access & Content & Documentation;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Whose data the request's transaction sees:
 * `nobody` (before sign-in), `self` (the signed-in user, whatever its role), `partner` (the caller's partner),
 * `tenant` (one tenant, after the check that it is the caller's), `record` (the record of one tenant together with what its partner
 * has around it: numbers, counts), `operator`.
 */
export type Scope = 'nobody' | 'self' | 'partner' | 'tenant' | 'record' | 'operator';

/** Who may call the endpoint: `permission` is a name in the permission table. Paths are under `/api/v1`. */
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
  /** What the body may be sent as; JSON alone by default. `text/csv` is read as `{ csv }`, the others as an `Upload`. */
  bodyTypes?: readonly ('application/json' | 'text/csv' | 'audio/wav' | 'application/octet-stream')[];
  /** Bytes of the largest body, where it may be larger than others (`REQUEST_SIZE`). */
  maxBytes?: number;
  /** The JSON that a good response holds. Without it and without `download` the response is empty. */
  response?: z.ZodType;
  /** A good response that is a file. */
  download?: Download;
  /** What a client gets that asks for `text/event-stream`: the events by name, with the JSON of each. Others get `response`. */
  events?: Readonly<Record<string, z.ZodType>>;
  /** The status of a good response; by default 200, or 204 where it is empty. */
  status?: 201 | 202;
  /** The response holds a secret, or this one does: it is not stored for a repeated Idempotency-Key, nor by any cache. */
  secret?: boolean | ((response: unknown) => boolean);
  /** The only ones who may call it; `callersOf` has the default. */
  by?: 'people' | 'programs';
  /** Of an endpoint of the partner: a key that is for chosen tenants may call it too, and the handler shows it these alone. */
  chosenTenants?: 'shown';
  /**
   * Whether a test key may call it, where the rule isn't what follows from the scope (`servesTestKeys`). What it sees is for row-level security to
   * say (`of_mode` in migrations/).
   */
  testKeys?: 'served' | 'refused';
  /** Request headers that it honours. A handler gets `ifMatch` only where `If-Match` is named. Every POST of somebody signed in honours `Idempotency-Key`. */
  headers?: readonly RequestHeader[];
};

export type RequestHeader = 'If-Match' | 'Last-Event-ID';

export type Download =
  | { mediaType: 'text/csv'; fileName: string; columns: readonly string[] }
  | { mediaType: 'application/zip' | 'application/pdf' | 'audio/wav' };

/** Whether a download comes in parts if the request has a `Range`. Tables are made as they are sent, and documents are small. */
export const isSentInParts = ({ mediaType }: Download): boolean =>
  mediaType === 'application/zip' || mediaType === 'audio/wav';

type Documentation = {
  /** The operationId in openapi.json; the endpoint is exported under the same name. */
  id: string;
  /** Verb and object, at most 50 characters. */
  summary: string;
  /** What the summary leaves out: what happens, when it applies, what it does not do. Markdown. */
  description: string;
  /** The codes that it refuses with, besides those that follow from how it is called: see `errorsOf`. In tests no other one may leave. */
  errors?: ErrorTable;
  /** Where the examples of the fields make no good example together. */
  examples?: { body?: unknown; response?: unknown };
};

/** Declares an endpoint, with its path, scope and schemas as exact types. */
export const endpoint = <const E extends Endpoint>(declared: E): E => declared;

/** Who may call an endpoint: people by their session, programs by an API key. What is one's own, or the operator's, is for people unless it says otherwise. */
export const callersOf = ({ scope, by }: Endpoint): { people: boolean; programs: boolean } => ({
  people: by !== 'programs',
  programs: by === 'programs' || (by === undefined && scope !== 'self' && scope !== 'operator'),
});

/** Whether a test key may call it: what is of one tenant, or its own, but not what concerns all tenants of the partner, unless it says otherwise. */
export const servesTestKeys = ({ scope, testKeys }: Endpoint): boolean =>
  testKeys ? testKeys === 'served' : scope !== 'partner';

/** Every POST of somebody signed in honours `Idempotency-Key`. */
export const takesIdempotencyKey = ({ method, scope }: Endpoint): boolean => method === 'POST' && scope !== 'nobody';

/** The status of a good response. */
export const successStatus = ({ status, response, download }: Endpoint): number =>
  status ?? (response || download ? 200 : 204);

/** `/tenants/{tenantId}/dids/{didId}`: `'tenantId' | 'didId'`. */
type ParamName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamName<Rest>
  : never;

/** The path's parameters. Every one is an id. */
export type ParamsOf<E extends Endpoint> = { [Name in ParamName<E['path']>]: string };

/** The query and the body as a handler gets them, with defaults filled in. */
export type QueryOf<E extends Endpoint> = E extends { query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
export type BodyOf<E extends Endpoint> = E extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;

/** The query and the body as a client sends them. */
export type QueryInput<E extends Endpoint> = E extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined;
export type BodyInput<E extends Endpoint> = E extends { body: infer B extends z.ZodType } ? z.input<B> : undefined;

/** The JSON of a good response; `void` where it is empty. */
export type ResponseOf<E extends Endpoint> = E extends { response: infer R extends z.ZodType } ? z.output<R> : void;
