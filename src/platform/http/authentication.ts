import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import type { Endpoint } from './endpoint.ts';
import { type AppError, fail } from './errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export type Authentication = {
  /** The owner of the session or the key; null when there is none or it ended. */
  authenticate: (request: FastifyRequest) => Promise<Caller | null>;
  /** The address that browsers know the service by, if it is set. */
  publicUrl: string | undefined;
};

/** Finds out who sends a request before its body is read, and refuses nobody where somebody has to be signed in. */
export function identifyCallers(app: FastifyInstance, { authenticate, publicUrl }: Authentication): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    request.caller = await authenticate(request);
    const { endpoint } = request.routeOptions.config;
    const refusal = endpoint && refuseCaller(endpoint, request.caller);
    if (refusal) throw refusal;
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    if (writes && request.caller?.via !== 'key') checkOrigin(request, publicUrl);
  });
}

/** Why a caller gets no further, whatever it asks for; null if it does. */
export function refuseCaller({ scope }: Endpoint, caller: Caller | null): AppError | null {
  if (scope === 'nobody') return null;
  if (!caller) return fail('unauthenticated', 'Sign in first.');
  if (scope !== 'self' && caller.mustSetUp)
    return fail('second_factor_setup_required', 'Set up two-factor authentication first: your team requires it.');
  return null;
}

/** A write that carries our cookie must come from our own page: the browser names the page in `Origin`. */
function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const origin = request.headers.origin;
  const own = [`${request.protocol}://${request.headers.host}`, ...(publicUrl ? [new URL(publicUrl).origin] : [])];
  if (origin === undefined || !own.includes(origin)) {
    throw fail('forbidden', 'This request did not come from our own page (Origin).');
  }
}
