import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/platform/config.ts';
import { openDb, openPool } from '../src/platform/db/db.ts';
import type { Server } from '../src/platform/http/server.ts';
import { TEST_SECRET_KEY } from './cluster.ts';

/** Runs `work` with the whole API, of which nothing connects to a database: what the endpoints say is there to read. */
export async function withUnconnectedApp<R>(work: (app: Server) => R): Promise<R> {
  const url = 'postgres://app:none@127.0.0.1:1/none';
  const pool = openPool(url, 'openapi', 1);
  const config = readConfig({ DATABASE_URL: url, SECRET_KEY: TEST_SECRET_KEY, VOICE: 'off', DATA_DIR: '/nonexistent' });
  const app = await buildApp({ config, db: openDb(pool), logger: pino({ level: 'silent' }), voice: () => 'off' });
  try {
    return work(app);
  } finally {
    await app.close();
    await pool.end();
  }
}
