import { buildApp } from '../app.ts';
import { callsHealth } from '../call-control/health.ts';
import { tasks } from '../jobs.ts';
import { type Config } from '../platform/config.ts';
import { openDb, openPool, roleUrl } from '../platform/db/db.ts';
import { runWorker } from '../platform/db/jobs/jobs.ts';
import { openLog } from '../platform/process/log/log.ts';
import { replayAtStart } from '../retention/tombstones.ts';
import { prepareDatabase } from './prepare-database.ts';

export type Service = { stop: () => Promise<void> };

/** Serves web and API. `databaseUrl` is for the role `app`. */
export async function startApi(config: Config, databaseUrl: string): Promise<Service> {
  const pool = openPool(databaseUrl, 'api', 20);
  const logger = openLog({ level: config.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] });
  const app = await buildApp({ config, db: openDb(pool), databaseUrl, logger, voice: () => callsHealth(config) });
  await app.listen({ host: config.host, port: config.port });
  const stop = async () => {
    await app.close();
    await pool.end();
  };
  return { stop };
}

/** Runs background jobs. `databaseUrl` may be for any role; the worker signs in with its own role and password. */
export async function startWorker(config: Config, databaseUrl: string): Promise<Service> {
  const log = openLog({ level: config.logLevel, name: 'worker' });
  const ownUrl = roleUrl(databaseUrl, 'worker', config.secretKey);
  await replayAtStart(ownUrl, config.dataDir, log);
  return runWorker({ databaseUrl: ownUrl, tasks, config, log });
}

export async function runApi(config: Config): Promise<void> {
  const api = await startApi(config, externalUrl(config));
  untilSignal(api);
}

export async function runWorkerRole(config: Config): Promise<void> {
  untilSignal(await startWorker(config, externalUrl(config)));
}

export function runMigrate(config: Config): Promise<void> {
  const owner = config.databaseOwnerUrl;
  if (!owner) throw new Error('Set DATABASE_OWNER_URL, for the role that owns the tables and may create roles.');
  return prepareDatabase(owner, config.secretKey, console.log);
}

/** A role that runs alone starts no database. */
function externalUrl(config: Config): string {
  if (!config.databaseUrl)
    throw new Error('Set DATABASE_URL to run this role alone. The role `all` can start its own database.');
  return config.databaseUrl;
}

function untilSignal(service: Service): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void service.stop().then(() => process.exit(0)));
  }
}
