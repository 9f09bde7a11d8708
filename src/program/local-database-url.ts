import path from 'node:path';
import type { Config } from '../platform/config.ts';
import { clusterUrl } from '../platform/postgres/postgres-database.ts';
import { pidFileLines } from '../platform/postgres/postgres-crash-recovery.ts';
import { findPlace } from '../platform/postgres/postgres-paths.ts';

/** The database of the service that runs here, for a command beside it: the one given, or our own while it runs. Role `app`. */
export function localDatabaseUrl({ databaseUrl, dataDir, secretKey }: Config): string {
  if (databaseUrl !== undefined) return databaseUrl;
  const [, , , port, host] = pidFileLines(findPlace(path.join(dataDir, 'postgres')).folder);
  if (!port || !host) throw new Error(`Nothing runs on ${dataDir}. Start the service first.`);
  return clusterUrl({ host, port: Number(port) }, 'app', secretKey, 'strowger');
}
