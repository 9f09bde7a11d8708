import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import pg from 'pg';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { type Db } from '../db/db.ts';
import { newestMigration } from '../db/migrate.ts';
import { allRows } from '../db/rows.ts';
import { processMetrics } from '../process/metrics.ts';

export type Part = 'ok' | 'down' | 'off';
export type HealthOptions = {
  db: Db;
  voice: () => Promise<Part> | Part;
  version: string;
  commit: string;
  metricsToken: string | undefined;
};

/** The query of `/readyz` that asks about calls, too. */
const ForCalls = z.object({ for: z.literal('calls') });

/** `/healthz`: the process runs. `/readyz`: its dependencies respond. `/metrics`: Prometheus, from loopback or with the token. */
export function healthRoutes(app: FastifyInstance, { db, voice, version, commit, metricsToken }: HealthOptions): void {
  const registry = new Registry();
  const newest = newestMigration();
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

  app.get('/healthz', async () => ({ ok: true, version, commit }));

  app.get('/readyz', async (request, reply) => {
    const parts = { ...(await databaseParts(db, newest)), voice: await voice() };
    const forCalls = ForCalls.safeParse(request.query).success;
    const ready = parts.database === 'ok' && parts.migrations === 'ok' && (!forCalls || parts.voice === 'ok');
    if (!ready) reply.header('retry-after', 5);
    return reply.code(ready ? 200 : 503).send(parts);
  });

  app.get('/metrics', async (request, reply) => {
    const local =
      ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') &&
      !request.headers['x-forwarded-for'];
    const named = metricsToken !== undefined && request.headers.authorization === `Bearer ${metricsToken}`;
    if (!local && !named) return reply.callNotFound();
    return reply.type(registry.contentType).send(await Registry.merge([registry, processMetrics]).metrics());
  });
}

/** The table of migrations is missing, or the role can't read it yet. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const OLD_SCHEMA: readonly (string | undefined)[] = ['42P01', '42501'];

/** The schema is ready once this program's newest migration is applied. An empty database has no table of migrations. */
async function databaseParts(db: Db, newest: string): Promise<{ database: Part; migrations: Part }> {
  try {
    const query = sql`select from migrations where name = ${newest}`;
    return { database: 'ok', migrations: (await allRows(db, query)).length > 0 ? 'ok' : 'down' };
  } catch (error) {
    const isOldSchema = error instanceof pg.DatabaseError && OLD_SCHEMA.includes(error.code);
    return { database: isOldSchema ? 'ok' : 'down', migrations: 'down' };
  }
}
