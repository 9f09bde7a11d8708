import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../../../test/database.ts';
import { isOutOfReach } from './connection-failure.ts';
import { openDb, openPool } from './db.ts';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** A database with one connection, which `breakOff` destroys. */
function open(url: string) {
  const pool = openPool(url, 'test', 1);
  let breakOff = () => {};
  pool.on('connect', (client) => (breakOff = () => client.connection.stream.destroy()));
  const db = openDb(pool);
  onTestFinished(() => db.destroy());
  return { db, breakOff: () => breakOff() };
}

test('a database that refuses connections, loses one or stops is out of reach', async () => {
  const { urls } = await createTestDatabase();
  const nowhere = open('postgres://app:none@127.0.0.1:1/none');
  const lost = open(urls.app);
  const stopping = open(urls.app);
  const failures = await Promise.all([
    failureOf(sql`select 1`.execute(nowhere.db)),
    failureOf(
      lost.db.connection().execute((connection) => {
        const slow = sql`select pg_sleep(600)`.execute(connection);
        lost.breakOff();
        return slow;
      }),
    ),
    failureOf(sql`select pg_terminate_backend(pg_backend_pid())`.execute(stopping.db)),
  ]);
  for (const failure of failures) expect(isOutOfReach(failure), String(failure)).toBe(true);
});

test('a database that refuses a statement responds, and a missing file is not its failure', async () => {
  const { urls } = await createTestDatabase();
  const { db } = open(urls.app);
  expect(isOutOfReach(await failureOf(sql`select 1 / 0`.execute(db)))).toBe(false);
  const missing = await failureOf(readFile('/no/such/file'));
  expect(missing).toMatchObject({ code: 'ENOENT' });
  expect(isOutOfReach(missing)).toBe(false);
});
