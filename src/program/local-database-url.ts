import path from 'node:path';
import type { Config } from '../platform/config.ts';
import { pidFileLines } from '../platform/postgres/postgres-crash-recovery.ts';
import { clusterUrl } from '../platform/postgres/postgres-database.ts';
import { findDataFolder } from '../platform/postgres/postgres-paths.ts';

/** The database that an operator command uses, as role `app`: the configured one, or that of the service running on this machine. */
export function localDatabaseUrl({ databaseUrl, dataDir, secretKey }: Config): string {
  if (databaseUrl !== undefined) return databaseUrl;
  const [, , , port, host] = pidFileLines(findDataFolder(path.join(dataDir, 'postgres')).folder);
  if (!port || !host) throw new Error(`No service is running on ${dataDir}. Start it first.`);
  return clusterUrl({ host, port: Number(port) }, 'app', secretKey, 'strowger');
}
