import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { asPartner, openDb, openPool } from './db.ts';
import { PREPARED, SENT_AHEAD } from './prepared-statements.ts';

let app: TestApp;

beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.close());

test('a marked statement is prepared once per connection, and any other not at all', async () => {
  const db = openDb(openPool(app.database.urls.app, 'test', 1));
  for (const name of ['a', 'b', 'c']) {
    expect((await sql`${PREPARED}select ${name}::text as name`.execute(db)).rows).toEqual([{ name }]);
    await sql`select ${name}::text as other`.execute(db);
  }

  const { rows } =
    await sql`select statement, generic_plans + custom_plans as runs from pg_prepared_statements`.execute(db);
  expect(rows).toEqual([{ statement: expect.stringContaining('select $1::text as name'), runs: '3' }]);
  await db.destroy();
});

test('a column added while the program runs, by its next version, breaks no prepared plan', async () => {
  const partnerId = await app.partner('Northwind Voice');
  const admin = await app.user('partner_admin', { partnerId });
  const tenant = await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery' });
  const paths = ['/tenants', '/tenants?sort=-createdAt', `/tenants/${tenant.body.id}/extensions`];
  const statuses = async () => {
    const answers = [];
    // more runs than connections, so that each connection has prepared it
    for (let n = 0; n < 15; n++) answers.push(...(await Promise.all(paths.map((path) => admin.call('GET', path)))));
    return new Set(answers.map(({ status }) => status));
  };
  expect(await statuses()).toEqual(new Set([200]));

  await app.query(`do $$ declare t text; begin
    for t in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition loop execute format('alter table %I add column later text', t); end loop;
  end $$`);

  expect(await statuses()).toEqual(new Set([200]));
});

test('a transaction in which a statement that was sent ahead has failed does not commit', async () => {
  const partnerId = await app.partner('Northwind Voice');
  const admin = await app.user('partner_admin', { partnerId });
  await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery' });

  const failing = asPartner(app.db, partnerId, async (tx) => {
    await tx.updateTable('tenants').set({ name: 'Florist' }).execute();
    await sql`${SENT_AHEAD}select 1 / 0`.execute(tx);
  });
  await expect(failing).rejects.toThrow('rolled back instead of committed');
  expect(await app.query('select name from tenants')).toEqual([{ name: 'Bakery' }]);
});
