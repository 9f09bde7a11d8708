import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { WANT_DEADLOCK } from '../../../test/deadlocks.ts';
import { asNobody, asPartner, openDb, openPool, transactionsRetried, type Tx } from './db.ts';
import { lockTenants } from './tenant-lock.ts';

let app: TestApp;
let partnerId: string;
let tenants: string[];

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  const admin = await app.user('partner_admin', { partnerId });
  const made = ['one', 'two'].map((name) => admin.call('POST', '/tenants', { name, sipPrefix: name }));
  tenants = (await Promise.all(made)).map(({ body }) => body.id);
});
afterAll(() => app.close());

const retried = async (): Promise<number> => (await transactionsRetried.get()).values[0]?.value ?? 0;

test('a transaction aborted by a deadlock is retried, and both take effect once', async () => {
  await app.query(WANT_DEADLOCK);
  const before = await retried();
  const bothHoldOne = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const [first, second] = tenants;
  const crossing = [
    [first!, second!],
    [second!, first!],
  ].map(([mine, other], at) =>
    asPartner(app.db, partnerId, async (tx) => {
      await lockTenants(tx, [mine!]);
      bothHoldOne[at]!.resolve();
      await Promise.all(bothHoldOne.map(({ promise }) => promise));
      await lockTenants(tx, [other!]);
      await tx
        .updateTable('tenants')
        .set((row) => ({ name: row('name', '||', '+') }))
        .where('id', '=', mine!)
        .execute();
    }),
  );
  await Promise.all(crossing);
  // when repeated, it may lock its first row before the other transaction continues, and be a victim again
  expect(await retried()).toBeGreaterThan(before);
  const rows = await app.query<{ name: string }>('select name from tenants order by name');
  expect(rows.map(({ name }) => name)).toEqual(['one+', 'two+']);
});

test('any other error ends the transaction without a retry', async () => {
  let runs = 0;
  const failing = asPartner(app.db, partnerId, async () => {
    runs++;
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(runs).toBe(1);
});

test('a connection has no context left from its last transaction, committed or not', async () => {
  const db = openDb(openPool(app.database.urls.app, 'test', 1));
  const visible = (tx: Tx) => tx.selectFrom('tenants').select('id').execute();
  expect(await asPartner(db, partnerId, visible)).toHaveLength(2);
  expect(await asNobody(db, visible)).toEqual([]);
  expect(await db.selectFrom('tenants').select('id').execute()).toEqual([]);

  await asPartner(db, partnerId, async () => {
    throw new Error('no');
  }).catch(() => {});
  expect(await db.selectFrom('tenants').select('id').execute()).toEqual([]);
  await db.destroy();
});
