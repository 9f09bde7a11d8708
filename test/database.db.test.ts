import { Client } from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '../src/platform/db/migrate.ts';
import { prepareDatabase } from '../src/program/prepare-database.ts';
import { createTestApp } from './app.ts';
import { TEST_SECRET_KEY } from './cluster.ts';
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

test('each test has its own database with the schema, and every role can connect', async () => {
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

test('a file of functions and views is applied again when it has changed, a migration never is', async () => {
  const { urls } = await createTestDatabase();
  const pretendOther = (name: string) =>
    ask(urls.owner, `update migrations set sha256 = 'other' where name = '${name}'`);
  await ask(urls.superuser, 'drop view asterisk.ps_auths');
  await pretendOther('functions/asterisk.sql');
  await prepareDatabase(urls.owner, TEST_SECRET_KEY);
  expect(await ask(urls.asterisk, 'select from ps_auths')).toEqual([]);
  expect(await ask(urls.owner, `select from migrations where sha256 = 'other'`)).toEqual([]);
  await pretendOther('0001_tenants_people_phones.sql');
  await expect(prepareDatabase(urls.owner, TEST_SECRET_KEY)).rejects.toThrow(/0001_tenants.* was changed/);
});

test('a migration that waits for a lock lets other queries pass', async () => {
  const { urls } = await createTestDatabase();
  await ask(urls.owner, `update migrations set sha256 = 'other' where name = 'functions/asterisk.sql'`);
  const reader = new Client({ connectionString: urls.asterisk });
  await reader.connect();
  await reader.query('begin; select from ps_auths');
  const lines: string[] = [];
  const waits = new Promise<void>((resolve) => {
    void migrate(urls.owner, {
      secretKey: TEST_SECRET_KEY,
      lockWaitMs: 300,
      log: (line) => {
        lines.push(line);
        if (line.endsWith('is waiting for a lock')) resolve();
      },
    }).then(() => lines.push('done'));
  });
  await waits;
  expect(await ask(urls.asterisk, 'select from ps_auths')).toEqual([]);
  expect(lines).not.toContain('done');
  await reader.query('commit');
  await expect.poll(() => lines).toContain('done');
  await reader.end();
});

test('a service is not ready while its newest migration is missing, even if its database responds', async () => {
  const api = await createTestApp();
  const parts = async () => (await api.app.inject('/readyz')).json();
  const owner = (text: string) => ask(api.database.urls.owner, text);
  expect(await parts()).toMatchObject({ database: 'ok', migrations: 'ok' });
  await owner(`delete from migrations where name = (select max(name) from migrations where name not like '%/%')`);
  expect(await parts()).toMatchObject({ database: 'ok', migrations: 'down' });
  await owner('drop table migrations');
  expect(await parts()).toMatchObject({ database: 'ok', migrations: 'down' });
  await api.close();
});
