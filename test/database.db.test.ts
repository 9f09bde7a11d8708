import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';

async function ask<R extends object>(url: string, text: string): Promise<R[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

test('a test has a database of its own, with the schema, that each role signs in to', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  for (const role of ['owner', 'app', 'worker', 'asterisk'] as const) {
    const [row] = await ask<{ user: string; super: boolean }>(
      one.urls[role],
      `select current_user as user, rolsuper or rolbypassrls as super from pg_roles where rolname = current_user`,
    );
    expect(row).toEqual({ user: role, super: false });
  }
  await ask(one.urls.owner, 'create table only_here (id int)');
  await expect(ask(other.urls.owner, 'select from only_here')).rejects.toThrow(/does not exist/);
  expect(await ask(other.urls.owner, 'select from migrations')).not.toEqual([]);
});

test('a role has the same rights on a copy as on a migrated database', async () => {
  const { urls, drop } = await createTestDatabase();
  await expect(ask(urls.app, 'create temporary table t (id int)')).rejects.toThrow(/permission denied/);
  await drop();
  await expect(ask(urls.app, 'select 1')).rejects.toThrow(/does not exist/);
});
