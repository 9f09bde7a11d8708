import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { clusterUrl } from '../src/platform/postgres/postgres-database.ts';
import type { DatabaseRole } from '../src/platform/secrets.ts';
import { TEMPLATE, TEST_SECRET_KEY } from './cluster.ts';

export type TestDatabase = {
  name: string;
  /** the URL for each role that can log in */
  urls: Record<DatabaseRole, string>;
  /** only for tests that need it dropped; the whole cluster is deleted after the run */
  drop(): Promise<void>;
};

const ROLES = ['superuser', 'owner', 'app', 'worker', 'asterisk'] as const satisfies readonly DatabaseRole[];

/** A new database with the whole schema and no rows: a copy of the run's template. */
export async function createTestDatabase(cluster = inject('cluster')): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const urlOf = (role: DatabaseRole): string => clusterUrl(cluster, role, TEST_SECRET_KEY, name);
  const asSuperuser = (work: (client: Client) => Promise<unknown>): Promise<void> =>
    withClient(clusterUrl(cluster, 'superuser', TEST_SECRET_KEY, 'postgres'), work);
  await asSuperuser(async (client) => {
    await client.query(`create database ${name} template ${TEMPLATE} owner owner strategy file_copy`);
    await copyPrivileges(client, name);
  });
  return {
    name,
    urls: Object.fromEntries(ROLES.map((role) => [role, urlOf(role)])) as Record<DatabaseRole, string>,
    drop: () => asSuperuser((client) => client.query(`drop database ${name} with (force)`)),
  };
}

/** A copied database has the template's content, but not its privileges to connect and create temporary tables. */
async function copyPrivileges(client: Client, name: string): Promise<void> {
  await client.query(`revoke all on database ${name} from public`);
  const { rows } = await client.query<{ line: string }>(
    `select format('grant %s on database %I to %s', privilege_type, $2::text, coalesce(quote_ident(rolname), 'public')) as line
       from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) left join pg_roles on pg_roles.oid = grantee
      where datname = $1`,
    [TEMPLATE, name],
  );
  for (const { line } of rows) await client.query(line);
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
