import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeApi } from '../openapi/document.ts';
import type { SentEvent } from '../openapi/webhooks.ts';
import type { Server } from '../server.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { serveDocs } from './docs-page.ts';

const CONTENT_SECURITY_POLICY = contentSecurityPolicy();

/** Serves the built web, the API's description and its documentation, with the right headers. */
export async function servePages(
  app: Server,
  { folder, version, events }: { folder: string; version: string; events: readonly SentEvent[] },
): Promise<void> {
  app.addHook('onSend', async (request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('x-frame-options', 'DENY');
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  serveDocs(app);
  let document: string | undefined;
  app.get('/api/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify(describeApi(app.endpoints, events, version));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  const index = path.join(folder, 'index.html');
  if (!existsSync(index)) return;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders,
  });
  // the web does its own routing, so every other path gets the page
  const page = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').sendFile('index.html');
  app.get('/', page);
  app.get('/*', async (request, reply) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) return reply.callNotFound();
    return page(request, reply);
  });
}

/** Built files have a hash of their content in their name, so browsers may cache them forever. */
function setHeaders(reply: FastifyReply, file: string): void {
  const hashed = file.includes(`${path.sep}assets${path.sep}`);
  reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}
