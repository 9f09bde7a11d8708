import { Client } from 'pg';
import { rolePassword, type DatabaseRole } from '../secrets.ts';
import type { Cluster } from './postgres.ts';

/** The URL of a database in the embedded cluster. The socket's folder, percent-encoded, takes the place of the host. */
export function clusterUrl(
  { host, port }: Pick<Cluster, 'host' | 'port'>,
  role: DatabaseRole,
  secretKey: string,
  database: string,
): string {
  return `postgresql://${role}:${rolePassword(secretKey, role)}@${encodeURIComponent(host)}:${port}/${database}`;
}

/**
 * Creates the role `owner` and its database if they are missing. The role is no superuser: it may create the other roles, and forced row-level
 * security applies to it too.
 */
export async function ensureDatabase(
  cluster: Pick<Cluster, 'host' | 'port'>,
  secretKey: string,
  database: string,
): Promise<void> {
  const client = new Client({ connectionString: clusterUrl(cluster, 'superuser', secretKey, 'postgres') });
  client.on('error', () => {}); // the pending query reports it
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
