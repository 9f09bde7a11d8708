import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import { callersOf, type Endpoint } from './endpoint.ts';
import { type AppError, fail } from './errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export type Authentication = {
  /** The owner of the session or key; null if there is none or the session has ended. Throws for an invalid key. */
  authenticate: (request: FastifyRequest) => Promise<Caller | null>;
  /** Counts a request against the caller's limit. Throws if it is exceeded. */
  limit: (caller: Caller, reply: FastifyReply) => Promise<void>;
  /** The public URL of the service, if it is set. */
  publicUrl: string | undefined;
};

/** Authenticates a request before its body is read, refuses anonymous callers where sign-in is required, and counts programs' requests. */
export function identifyCallers(app: FastifyInstance, { authenticate, limit, publicUrl }: Authentication): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    request.caller = await authenticate(request);
    if (request.caller) await limit(request.caller, reply);
    const { endpoint } = request.routeOptions.config;
    const refusal = endpoint && refuseCaller(endpoint, request.caller);
    if (refusal) throw refusal;
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    if (writes && request.caller?.via !== 'key') checkOrigin(request, publicUrl);
  });
}

/** Why a caller is refused, whatever it requests; null if it isn't. */
export function refuseCaller(endpoint: Endpoint, caller: Caller | null): AppError | null {
  if (endpoint.scope === 'nobody') return null;
  if (!caller) return fail('unauthenticated', 'Sign in first, or send an API key.');
  const { people, programs } = callersOf(endpoint);
  if (caller.via === 'key')
    return programs ? null : fail('forbidden', 'This needs a signed-in user. API keys can’t be used for it.');
  if (!people) return fail('forbidden', 'This is for programs. Send an API key.');
  if (endpoint.scope !== 'self' && caller.mustSetUp)
    return fail('second_factor_setup_required', 'Set up two-factor authentication first: your team requires it.');
  return null;
}

/** A write with our cookie must come from our own page, which the browser names in `Origin`. */
function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const origin = request.headers.origin;
  const own = [`${request.protocol}://${request.headers.host}`, ...(publicUrl ? [new URL(publicUrl).origin] : [])];
  if (origin === undefined || !own.includes(origin)) {
    throw fail('forbidden', 'This request didn’t come from this service’s own page (Origin).');
  }
}
