import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Fastify from 'fastify';
import type { Server } from '../server.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';

/** Scalar sets styles from its script, so inline styles are allowed, but not inline scripts. */
const CONTENT_SECURITY_POLICY = contentSecurityPolicy({ style: "'unsafe-inline'", image: 'data:' });

const FOLDER = path.join(import.meta.dirname, 'docs-page');
/** Files and their types by path. */
const FILES = {
  '/api/docs': { name: 'page.html', type: 'text/html' },
  '/api/docs/page.js': { name: 'page.js', type: 'text/javascript' },
  '/api/docs/page.css': { name: 'page.css', type: 'text/css' },
  '/api/docs/icon.svg': { name: 'icon.svg', type: 'image/svg+xml' },
};

/** The interactive documentation of the API. It loads nothing from other hosts. */
export function serveDocs(app: Server): void {
  for (const [url, { name, type }] of Object.entries(FILES)) {
    const text = readFileSync(path.join(FOLDER, name), 'utf8');
    app.get(url, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('content-security-policy', CONTENT_SECURITY_POLICY).send(text),
    );
  }
  let bundle: Promise<Bundle> | undefined;
  app.get('/api/docs/scalar.js', { compress: false }, async (request, reply) => {
    const { etag, compressed } = await (bundle ??= readBundle());
    reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('cache-control', 'no-cache')
      .header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('text/javascript; charset=utf-8').header('content-encoding', 'gzip').send(compressed);
  });
}

type Bundle = { etag: string; compressed: Buffer };

/** Scalar's script: 4 MB inside its Fastify plugin, whose own page would need an inline script. Loaded at the first request. */
async function readBundle(): Promise<Bundle> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const holder = Fastify();
  await holder.register(scalar, { routePrefix: '/docs', configuration: { url: '/api/openapi.json' } });
  const { rawPayload } = await holder.inject('/docs/js/scalar.js');
  await holder.close();
  const etag = `"${createHash('sha256').update(rawPayload).digest('base64url')}"`;
  return { etag, compressed: await promisify(gzip)(rawPayload) };
}
