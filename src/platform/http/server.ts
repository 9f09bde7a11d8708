import { STATUS_CODES } from 'node:http';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from './caller.ts';
import { execute, type Endpoint, type Gate, type Scope } from './endpoint.ts';
import { limitConnections, TIME_LIMITS } from './connections.ts';
import { AppError, fail, notFound } from './errors.ts';
import { FileResponse } from './file-response.ts';
import { newId } from '../values/ids.ts';
import { proxyTest } from './proxies.ts';
import { REQUEST_SIZE, shapeFault } from './request-size.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export type ServerOptions = Gate & {
  logger: FastifyBaseLogger;
  version: string;
  /** The session's or key's owner; null when there is none or it ended. */
  authenticate: (request: FastifyRequest) => Promise<Caller | null>;
  publicUrl: string | undefined;
  /** Networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  trustedProxies: readonly string[];
  /** Tests: shorter than those of the product. */
  times?: Partial<Record<keyof typeof TIME_LIMITS, number>>;
  /** Tests and nothing else: an answer that does not fit its schema becomes a 500. */
  checkAnswers?: boolean;
};

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .max(REQUEST_SIZE.errors)
      .optional(),
    moreErrors: z.number().int().optional().meta({ description: 'How many more there are.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. Programs switch on `code`.' });

export type Server = FastifyInstance & {
  /** Adds a route; a route without a permission does not start. */
  endpoint: <Query, Body, Found, S extends Scope, Prepared>(
    endpoint: Endpoint<Query, Body, Found, S, Prepared>,
  ) => void;
};

/** The HTTP server with all conventions of the API in place: problem+json, sign-in, Origin check, one transaction per request. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const isProxy = proxyTest(options.trustedProxies);
  const { headersTimeout, connectionsCheckingInterval, ...times } = { ...TIME_LIMITS, ...options.times };
  const app = Fastify({
    loggerInstance: options.logger,
    genReqId: () => newId(),
    bodyLimit: REQUEST_SIZE.body,
    trustProxy: isProxy,
    ...times,
    http: { headersTimeout, connectionsCheckingInterval },
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => sendProblem(toAppError(error, request), request, reply),
    routerOptions: { maxParamLength: 200, querystringParser: (text) => Object.fromEntries(new URLSearchParams(text)) },
  });
  limitConnections(app.server, isProxy);
  // The endpoint checks the input itself, after sign-in and permission, so that a stranger learns nothing from a 422.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => (typeof data === 'string' ? data : JSON.stringify(data)));
  app.setErrorHandler((error, request, reply) => sendProblem(toAppError(error, request), request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(fail('not_found', 'There is no such address.'), request, reply),
  );
  // gzip alone: what is made for each answer should be quick to make; built files come compressed
  await app.register(compress, { encodings: ['gzip'], threshold: 1024 });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Hosted phone system', version: options.version },
      servers: [{ url: '/' }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    request.caller = await options.authenticate(request);
    const { scope } = request.routeOptions.config;
    if (scope !== undefined && scope !== 'nobody' && !request.caller) throw fail('unauthenticated', 'Sign in first.');
    if (request.caller?.mustSetUp && scope !== undefined && scope !== 'nobody' && scope !== 'self') {
      throw fail('second_factor_setup_required', 'Set up two-factor authentication first: your team requires it.');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && request.caller?.via !== 'key')
      checkOrigin(request, options.publicUrl);
  });
  app.addHook('preValidation', async (request) => {
    const fault = shapeFault(request.body);
    if (fault !== null) throw fail('malformed', fault);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  const endpoint = <Query, Body, Found, S extends Scope, Prepared>(
    spec: Endpoint<Query, Body, Found, S, Prepared>,
  ): void => {
    if (!spec.permission) throw new Error(`${spec.method} ${spec.path} has no permission`);
    app.route({
      method: spec.method,
      url: `/api/v1${spec.path}`,
      schema: describe(spec),
      ...(spec.scope === 'nobody' && { bodyLimit: REQUEST_SIZE.bodyBeforeSignIn }),
      config: { permission: spec.permission, scope: spec.scope },
      // beside what a stranger can have put in, the length of what is compressed would tell of a secret (BREACH)
      ...(spec.secret && { compress: false as const }),
      handler: async (request, reply) => {
        const answer = await execute(options, spec, request, reply);
        if (answer instanceof FileResponse) return answer.send(request, reply);
        if (options.checkAnswers) checkAnswer(spec, reply, answer);
        return reply.send(answer);
      },
    });
  };
  return Object.assign(app, { endpoint }) as unknown as Server;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: string;
    scope?: Scope;
  }
}

function describe<Query, Body, Found, S extends Scope, Prepared>(
  spec: Endpoint<Query, Body, Found, S, Prepared>,
): Record<string, unknown> {
  const names = [...spec.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const good = Object.entries(spec.answers).map(([status, schema]) => [
    status,
    schema ?? z.undefined().meta({ description: 'Done.' }),
  ]);
  return {
    operationId: spec.id,
    'x-scope': spec.scope,
    'x-permission': spec.permission,
    summary: spec.summary,
    tags: [
      spec.path
        .split('/')
        .filter((part) => part && !part.startsWith(':'))
        .at(spec.path.startsWith('/operator') ? 1 : -1) ?? 'api',
    ],
    ...(names.length > 0 && { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
    ...(spec.query ? { querystring: spec.query } : {}),
    ...(spec.body ? { body: spec.body } : {}),
    response: { ...Object.fromEntries(good), default: Problem },
  };
}

/** A write that carries our cookie must come from our own page: the browser names the page in `Origin`. */
function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const origin = request.headers.origin;
  const own = [`${request.protocol}://${request.headers.host}`, ...(publicUrl ? [new URL(publicUrl).origin] : [])];
  if (origin === undefined || !own.includes(origin)) {
    throw fail('forbidden', 'This request did not come from our own page (Origin).');
  }
}

function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode === 413) return new AppError(413, 'too_large', 'The request is too large.');
  if (statusCode === 415) return new AppError(415, 'unsupported_media_type', 'Send JSON (application/json).');
  // longer than any id
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return notFound();
  if (code === 'FST_ERR_BAD_URL') return fail('malformed', 'This address cannot be read.');
  if (statusCode === 400) return fail('malformed', 'The body is not JSON.');
  // what the framework's own parts refuse: a range that is not there, a precondition for a file
  const phrase = statusCode && statusCode > 400 && statusCode < 500 && STATUS_CODES[statusCode];
  if (phrase) return new AppError(statusCode, phrase.toLowerCase().replaceAll(/\W+/g, '_'), `${phrase}.`);
  if (isDatabaseDown(code, error)) {
    request.log.error({ err: error }, 'database unavailable');
    // a commit whose answer was lost may have come through
    return fail('unavailable', 'The database does not answer. Try again in a moment.');
  }
  request.log.error({ err: error }, 'unexpected error');
  return new AppError(500, 'internal', 'Something went wrong on our side. Nothing was changed.');
}

/** Connection refused or lost, or PostgreSQL stopping or starting (classes 08 and 57P). */
function isDatabaseDown(code: string | undefined, error: unknown): boolean {
  if (code !== undefined && /^(08|57P|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE)/.test(code)) return true;
  return (
    error instanceof Error &&
    /connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
      error.message,
    )
  );
}

function sendProblem(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const retryAfter = error.extra.retryAfter;
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
  return reply
    .code(error.status)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[error.status] ?? 'Error',
        status: error.status,
        detail: error.message,
        code: error.code,
        ...namedFaults(error),
        ...error.extra,
        requestId: request.id,
      }),
    );
}

/** The first of the faults: a request with many is no reason for a long answer. */
function namedFaults({ errors }: AppError): Record<string, unknown> {
  if (!errors) return {};
  const named = errors
    .slice(0, REQUEST_SIZE.errors)
    .map(({ path, message }) => ({ path: path.slice(0, REQUEST_SIZE.path), message }));
  return { errors: named, ...(errors.length > named.length && { moreErrors: errors.length - named.length }) };
}

function checkAnswer(spec: { answers: Record<number, z.ZodType | null> }, reply: FastifyReply, text: string): void {
  const schema = spec.answers[reply.statusCode];
  if (!schema) return;
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`The answer does not fit its schema: ${z.prettifyError(parsed.error)}`);
}
