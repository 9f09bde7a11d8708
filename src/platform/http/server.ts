import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { decodeFile } from '../values/file-text.ts';
import { newId } from '../values/ids.ts';
import { Upload } from '../values/upload.ts';
import { type Authentication, identifyCallers } from './authentication.ts';
import { fail } from './errors.ts';
import type { Gate } from './execute.ts';
import { limitConnections, TIME_LIMITS } from './network/connections.ts';
import { networkTest } from './network/networks.ts';
import { sendProblem, toAppError } from './problem.ts';
import { REQUEST_SIZE, shapeFault } from './requests/request-size.ts';
import { checkDeclared, serveEndpoints } from './routes.ts';

/** The server to which slices bind their endpoints. */
export type Server = FastifyInstance;

export type ServerOptions = Gate &
  Authentication & {
    logger: FastifyBaseLogger;
    /** Networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted. */
    trustedProxies: readonly string[];
    /** Shorter times for tests. */
    times?: Partial<Record<keyof typeof TIME_LIMITS, number>>;
    /** Only in tests: a response that doesn't match its schema exactly becomes a 500. */
    checkResponses?: boolean;
  };

/** The HTTP server with the API's conventions: problem+json, sign-in, Origin check, one transaction per request. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const isProxy = networkTest(options.trustedProxies);
  const { headersTimeout, connectionsCheckingInterval, ...times } = { ...TIME_LIMITS, ...options.times };
  const app = Fastify({
    loggerInstance: options.logger,
    genReqId: () => newId(),
    bodyLimit: REQUEST_SIZE.body,
    trustProxy: isProxy,
    ...times,
    http: { headersTimeout, connectionsCheckingInterval },
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => {
      sendProblem(toAppError(error, request), request, reply);
    },
    routerOptions: { maxParamLength: 200, querystringParser: (text) => Object.fromEntries(new URLSearchParams(text)) },
  });
  limitConnections(app.server, isProxy);
  app.setErrorHandler((error, request, reply) => {
    const problem = toAppError(error, request);
    const { endpoint } = request.routeOptions.config;
    if (options.checkResponses && endpoint) checkDeclared(endpoint, problem);
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(fail('not_found', 'This address doesn’t exist.'), request, reply),
  );
  // only gzip, which is fast enough for dynamic responses; built files are already compressed
  await app.register(compress, { encodings: ['gzip'], threshold: 1024 });
  await app.register(cookie);
  // converts the text to the same form as JSON
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, file: Buffer, done) =>
    done(null, { csv: decodeFile(file) }),
  );
  app.addContentTypeParser(
    ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave', 'application/octet-stream'],
    { parseAs: 'buffer' },
    (_request, bytes, done) => done(null, new Upload(Buffer.from(bytes))),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('request-id', request.id);
  });
  identifyCallers(app, options);
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
  serveEndpoints(app, options);
  return app;
}
