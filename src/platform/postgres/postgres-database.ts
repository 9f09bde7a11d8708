import { Client } from 'pg';
import type { Cluster } from './postgres.ts';
import { rolePassword, type DatabaseRole } from '../secrets.ts';

/** The address of a database in an embedded cluster. The socket's folder stands, encoded, where a host would. */
export function clusterUrl(
  { host, port }: Pick<Cluster, 'host' | 'port'>,
  role: DatabaseRole,
  secretKey: string,
  database: string,
): string {
  return `postgresql://${role}:${rolePassword(secretKey, role)}@${encodeURIComponent(host)}:${port}/${database}`;
}

/**
 * Makes, where they are missing, the role `owner` and a database of its own. That role is no superuser: it may make the
 * other roles, and forced row-level security binds it too.
 */
export async function ensureDatabase(
  cluster: Pick<Cluster, 'host' | 'port'>,
  secretKey: string,
  database: string,
): Promise<void> {
  const client = new Client({ connectionString: clusterUrl(cluster, 'superuser', secretKey, 'postgres') });
  client.on('error', () => {}); // whoever waits for an answer hears of it
  await client.connect();
  try {
    const { rowCount: hasOwner } = await client.query(`select from pg_roles where rolname = 'owner'`);
    if (!hasOwner) await client.query('create role owner createrole nosuperuser nobypassrls');
    await client.query(`alter role owner login password ${client.escapeLiteral(rolePassword(secretKey, 'owner'))}`);
    const { rowCount: hasDatabase } = await client.query('select from pg_database where datname = $1', [database]);
    if (!hasDatabase) await client.query(`create database ${client.escapeIdentifier(database)} owner owner`);
  } finally {
    await client.end();
  }
}
