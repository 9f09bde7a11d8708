import path from 'node:path';
import type { Config } from '../../platform/config.ts';
import { clusterUrl, ensureDatabase } from '../../platform/postgres/postgres-database.ts';
import { startCluster } from '../../platform/postgres/postgres.ts';
import { runRestartLoop } from '../../platform/process/restart-loop.ts';
import { rolePassword } from '../../platform/secrets.ts';
import { prepareDatabase } from '../prepare-database.ts';
import type { IncidentReporter } from './incidents.ts';

const DATABASE = 'strowger';

/** Starts our own PostgreSQL unless one is configured, and migrates it. Returns its URL for the role `app`. */
export async function startDatabase(
  config: Config,
  running: AsyncDisposableStack,
  incidents: IncidentReporter,
  log: (line: string) => void,
): Promise<string> {
  const { databaseUrl, databaseOwnerUrl, secretKey } = config;
  if (databaseUrl !== undefined) {
    // otherwise the role `migrate` runs elsewhere
    if (databaseOwnerUrl !== undefined) await prepareDatabase(databaseOwnerUrl, secretKey, log);
    return databaseUrl;
  }
  const postgres = runRestartLoop('PostgreSQL', () => startOwn(config, log), {
    log,
    onEnded: ({ how, upMs }) => incidents.report('database', { how, upMs, lastLines: [] }),
  });
  running.defer(() => postgres.stop());
  const cluster = await postgres.first;
  await ensureDatabase(cluster, secretKey, DATABASE);
  await prepareDatabase(clusterUrl(cluster, 'owner', secretKey, DATABASE), secretKey, log);
  return clusterUrl(cluster, 'app', secretKey, DATABASE);
}

function startOwn({ dataDir, cacheDir, secretKey }: Config, log: (line: string) => void) {
  return startCluster({
    dataDir: path.join(dataDir, 'postgres'),
    superuserPassword: rolePassword(secretKey, 'superuser'),
    cacheDir,
    log,
  });
}
