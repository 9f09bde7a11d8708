import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Fastify from 'fastify';
import type { Server } from './server.ts';

/** Scalar sets styles from its script, so styles are free. Scripts are not: no markup in a name becomes one. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const FOLDER = path.join(import.meta.dirname, 'docs-page');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' } as const;

/** The readable documentation of the API, with which it can be tried. Nothing of it comes from elsewhere. */
export function serveDocs(app: Server): void {
  const serve = (url: string, file: keyof typeof FILES) => {
    const { type, text } = FILES[file];
    app.get(url, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('content-security-policy', CONTENT_SECURITY_POLICY).send(text),
    );
  };
  serve('/api/docs', 'page.html');
  serve('/api/docs/page.js', 'page.js');
  serve('/api/docs/page.css', 'page.css');
  serve('/api/docs/icon.svg', 'icon.svg');
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

const read = (name: string, type: string) => ({ type, text: readFileSync(path.join(FOLDER, name), 'utf8') });
const FILES = {
  'page.html': read('page.html', TYPES['.html']),
  'page.js': read('page.js', TYPES['.js']),
  'page.css': read('page.css', TYPES['.css']),
  'icon.svg': read('icon.svg', TYPES['.svg']),
};

type Bundle = { etag: string; compressed: Buffer };

/** Scalar's script: 4 MB inside its Fastify plugin, whose own page needs an inline script. Read when the first reader comes. */
async function readBundle(): Promise<Bundle> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const holder = Fastify();
  await holder.register(scalar, { routePrefix: '/docs', configuration: { url: '/api/openapi.json' } });
  const { rawPayload } = await holder.inject('/docs/js/scalar.js');
  await holder.close();
  const etag = `"${createHash('sha256').update(rawPayload).digest('base64url')}"`;
  return { etag, compressed: await promisify(gzip)(rawPayload) };
}
