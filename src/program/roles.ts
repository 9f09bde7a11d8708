import { buildApp } from '../app.ts';
import { callsHealth } from '../call-control/health.ts';
import { prepareDatabase } from './prepare-database.ts';
import { tasks } from '../jobs.ts';
import { type Config } from '../platform/config.ts';
import { openDb, openPool, roleUrl } from '../platform/db/db.ts';
import { runWorker } from '../platform/db/jobs.ts';
import { openLog } from '../platform/process/log.ts';
import { replayAtStart } from '../retention/tombstones.ts';

export type Service = { stop: () => Promise<void> };

/** Serves web and API. `databaseUrl` is of the role `app`. */
export async function startApi(config: Config, databaseUrl: string): Promise<Service> {
  const pool = openPool(databaseUrl, 'api', 20);
  const logger = openLog({ level: config.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] });
  const app = await buildApp({ config, db: openDb(pool), logger, voice: () => callsHealth(config) });
  await app.listen({ host: config.host, port: config.port });
  const stop = async () => {
    await app.close();
    await pool.end();
  };
  return { stop };
}

/** Runs background tasks. `databaseUrl` is any address of the database; the role and its password are this service's own. */
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
  if (!owner) throw new Error('DATABASE_OWNER_URL is needed: the role that owns the tables and may make roles.');
  return prepareDatabase(owner, config.secretKey, console.log);
}

/** A role that runs alone has nobody who starts a database for it. */
function externalUrl(config: Config): string {
  if (!config.databaseUrl)
    throw new Error('DATABASE_URL is needed to run this role alone. `all` brings its own database.');
  return config.databaseUrl;
}

function untilSignal(service: Service): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void service.stop().then(() => process.exit(0)));
  }
}
