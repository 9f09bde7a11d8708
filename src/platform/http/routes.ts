import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Authentication } from './authentication.ts';
import { errorsOf } from './endpoint-errors.ts';
import type { Endpoint } from './endpoint.ts';
import type { AppError } from './errors.ts';
import { checkAccess, execute, type Gate } from './execute.ts';
import type { Handler, Params, Route, Steps } from './request-context.ts';
import { REQUEST_SIZE } from './requests/request-size.ts';
import { DownloadResponse } from './responses/download.ts';
import { EventStreamResponse } from './responses/event-stream.ts';
import { openTableLimit } from './table-limit.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Binds a handler to an endpoint, with its steps. */
    on: On;
    /** All bound endpoints. */
    endpoints: Endpoint[];
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
}

type On = {
  <E extends Endpoint>(endpoint: E, handle: Handler<E>): void;
  <E extends Endpoint, Found = undefined, Prepared = undefined>(
    endpoint: E,
    steps: Steps<E, Found, Prepared>,
    handle: Handler<E, Found, Prepared>,
  ): void;
};

/** Returns `on`, which binds endpoints to the server under `/api/v1`. */
export function serveEndpoints(
  app: FastifyInstance,
  options: Gate & Authentication & { checkResponses?: boolean },
): void {
  const endpoints: Endpoint[] = [];
  const enterTable = openTableLimit(options.db);
  const on = (endpoint: Endpoint, ...rest: [object] | [object, object]): void => {
    const [steps, handle] = rest.length === 1 ? [{}, rest[0]] : rest;
    // `On` has checked both types against this endpoint, and `execute` makes their contexts from it.
    const route = { endpoint, query: (endpoint.query ?? z.object({})).strict(), ...steps, handle } as Route;
    endpoints.push(endpoint);
    app.route<{ Params: Params }>({
      method: endpoint.method,
      url: `/api/v1${endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      ...(endpoint.scope === 'nobody' && { bodyLimit: REQUEST_SIZE.bodyBeforeSignIn }),
      ...(endpoint.maxBytes && { bodyLimit: endpoint.maxBytes }),
      // no schema here, because `execute` checks the input after sign-in and permission, so that a 422 reveals nothing to strangers
      config: { endpoint },
      // the length of a compressed response with a secret and attacker-controlled text would reveal the secret (BREACH)
      ...(endpoint.secret && { compress: false as const }),
      handler: async (request, reply) => {
        if (endpoint.download?.mediaType === 'text/csv' && request.caller) await enterTable(request.caller, reply);
        const response = await execute(options, route, request, reply);
        if (response instanceof DownloadResponse) return response.send(request, reply);
        if (response instanceof EventStreamResponse)
          return response.open(request, reply, () => checkAccess(options, route, request));
        if (options.checkResponses) checkResponse(endpoint, response);
        return reply.send(response);
      },
    });
  };
  app.decorate('on', on);
  app.decorate('endpoints', endpoints);
}

/** Throws if a response doesn't match its schema exactly, for example because of an additional field. */
function checkResponse({ id, response }: Endpoint, text: string): void {
  if (!response || text === '') return;
  const sent: unknown = JSON.parse(text);
  const parsed = response.safeParse(sent);
  if (!parsed.success) throw new Error(`${id}: the response does not fit its schema: ${z.prettifyError(parsed.error)}`);
  if (!isDeepStrictEqual(parsed.data, sent)) throw new Error(`${id}: the response holds what its schema does not name`);
}

/** Throws if an endpoint uses an undeclared error code or field, or 429 or 503 without `Retry-After`. */
export function checkDeclared(endpoint: Endpoint, { code, extra }: AppError): void {
  const declared = errorsOf(endpoint)[code];
  if (!declared) throw new Error(`${endpoint.id} does not declare the error ${code}`);
  const field = Object.keys(extra).find((name) => !Object.hasOwn(declared.extra ?? {}, name));
  if (field) throw new Error(`${code} has the field ${field}, which its table does not name`);
  if ((declared.status === 429 || declared.status === 503) && !(Number(extra['retryAfter']) >= 1))
    throw new Error(`${code} does not say when to try again`);
}
