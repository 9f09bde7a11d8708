import { sql } from 'kysely';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/database.ts';
import { asNobody, type Db, openDb, openPool } from './db.ts';
import { lockByName, tryLockByName, withNamedLock } from './named-locks.ts';

let pool: Pool;
let db: Db;
beforeAll(async () => {
  pool = openPool((await createTestDatabase()).urls.app, 'test');
  db = openDb(pool);
});
afterAll(() => pool.end());

/** Whether another connection can lock this name now. */
const isFree = (name: string): Promise<boolean> => asNobody(db, (tx) => tryLockByName(tx, name));

test('the lock of a name lasts until the transaction ends', async () => {
  await asNobody(db, async (tx) => {
    await lockByName(tx, 'one');
    expect([await isFree('one'), await isFree('another')]).toEqual([false, true]);
  });
  expect(await isFree('one')).toBe(true);
});

test('work with a named lock runs only once at a time, and releases it even if it fails', async () => {
  let ran = 0;
  const failed = withNamedLock(db, 'one', async () => {
    expect(await isFree('one')).toBe(false);
    await withNamedLock(db, 'one', async () => void ran++);
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect([ran, await isFree('one')]).toEqual([0, true]);
});

test.each([
  ['events', sql`hashtext('events')`],
  ['trunk names', sql`hashtext('trunk names')`],
  ['webhooks of a partner', sql`hashtextextended('webhooks of a partner', 0)`],
])('the lock of %s excludes a program of an earlier release', async (name, key) => {
  await asNobody(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${key})`.execute(tx);
    expect(await isFree(name)).toBe(false);
  });
});
