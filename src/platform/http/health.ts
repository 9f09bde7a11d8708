import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type Db } from '../db/db.ts';
import { processMetrics } from '../process/metrics.ts';

export type Part = 'ok' | 'down' | 'off';
export type HealthOptions = {
  db: Db;
  voice: () => Promise<Part> | Part;
  version: string;
  commit: string;
  metricsToken: string | undefined;
};

/** `/healthz`: the process runs. `/readyz`: what it needs answers. `/metrics`: Prometheus, from loopback or with the token. */
export function healthRoutes(app: FastifyInstance, { db, voice, version, commit, metricsToken }: HealthOptions): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    };
    requests.observe(labels, reply.elapsedTime / 1000);
  });

  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true, version, commit }));

  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    const parts = { ...(await databaseParts(db)), voice: await voice() };
    const forCalls = (request.query as { for?: string }).for === 'calls';
    const ready = parts.database === 'ok' && parts.migrations === 'ok' && (!forCalls || parts.voice === 'ok');
    return reply.code(ready ? 200 : 503).send(parts);
  });

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const local =
      ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') &&
      !request.headers['x-forwarded-for'];
    const named = metricsToken !== undefined && request.headers.authorization === `Bearer ${metricsToken}`;
    if (!local && !named) return reply.callNotFound();
    return reply.type(registry.contentType).send(await Registry.merge([registry, processMetrics]).metrics());
  });
}

async function databaseParts(db: Db): Promise<{ database: Part; migrations: Part }> {
  try {
    const { rows } = await sql<{ there: boolean }>`select to_regclass('public.tenants') is not null as there`.execute(
      db,
    );
    return { database: 'ok', migrations: rows[0]!.there ? 'ok' : 'down' };
  } catch {
    return { database: 'down', migrations: 'down' };
  }
}
