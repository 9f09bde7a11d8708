import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockCycles } from '../../src/invoices/run/sql.ts';
import { asNobody, openDb, type Tx } from '../../src/platform/db/db.ts';
import { restartDeliveries } from '../../src/webhooks/sending/line-sql.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { until } from '../until.ts';

/**
 * Statements that two processes can run at once over the same rows lock them in the order of their keys. Otherwise each could wait for the other, and
 * PostgreSQL would end one after a second. The rows are stored in the opposite order, in which a plain statement finds them.
 */
let app: TestApp;
let pool: pg.Pool;
let other: pg.Client;
const KEYS = Array.from({ length: 20 }, (_, n) => `00000000-0000-7000-8000-0000000000${String(n + 10)}`);
const [FIRST = '', LAST = ''] = [KEYS[0], KEYS.at(-1)];
const OWNER = '00000000-0000-7000-8000-000000000001';

beforeAll(async () => {
  app = await createTestApp();
  pool = new pg.Pool({ connectionString: app.database.urls.superuser, max: 1 });
  other = new pg.Client({ connectionString: app.database.urls.superuser });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await pool.end();
  await app.close();
});

/** Inserts a row for each key, the last one first. `row`: what is selected for the key `$1`. */
async function insert(table: string, row: string): Promise<void> {
  const client = await pool.connect();
  // without the rows that they refer to
  await client.query(`set session_replication_role = replica`);
  for (const key of KEYS.toReversed()) await client.query(`insert into ${table} select ${row}`, [key]);
  await client.query(`set session_replication_role = origin`);
  client.release();
}

type Run = (tx: Tx) => Promise<unknown>;
const callIn = (tx: Tx, text: string, values: readonly unknown[] = []): Promise<unknown> =>
  tx.executeQuery(CompiledQuery.raw(text, [...values]));

/** Runs it while the first row is locked. Returns whether the last one was free meanwhile, and how it ended. */
async function runBehind(rows: { table: string; key: string }, run: Run): Promise<[boolean, string]> {
  const lock = (key: string) =>
    other.query(`select from ${rows.table} where ${rows.key} = $1 for update nowait`, [key]);
  await other.query('begin');
  await lock(FIRST);
  const running = asNobody(openDb(pool), async (tx) => {
    // without the rows that theirs refer to
    await callIn(tx, 'set local session_replication_role = replica');
    // an index may have the order of the keys by chance
    for (const scan of ['indexscan', 'indexonlyscan', 'bitmapscan']) await callIn(tx, `set local enable_${scan} = off`);
    await run(tx);
  });
  let isOver = false;
  const outcome = running
    .then(
      () => 'done',
      (error: unknown) => String(error),
    )
    .finally(() => (isOver = true));
  await until('it waits for the first row', async () => {
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return isOver || (await app.query(waits)).length > 0;
  });
  const isLastFree = await lock(LAST).then(
    () => true,
    () => false,
  );
  await other.query('rollback');
  return [isLastFree, await outcome];
}

test.each<[string, { table: string; key: string; row: string }, Run]>([
  [
    'the downloads of a process that go on',
    { table: 'csv_downloads (id, owner_id, ends_at)', key: 'id', row: `$1::uuid, '${OWNER}', now()` },
    (tx) => callIn(tx, `select renew_csv_downloads($1, 60)`, [KEYS]),
  ],
  [
    'the downloads that have ended',
    { table: 'csv_downloads (id, owner_id, ends_at)', key: 'id', row: `$1::uuid, '${OWNER}', now()` },
    (tx) => callIn(tx, `select begin_csv_download(new_id(), '${OWNER}', 2, 60)`),
  ],
  [
    'the counters of partners whose events get a place',
    { table: 'event_positions (partner_id, position)', key: 'partner_id', row: '$1::uuid, 0' },
    (tx) =>
      callIn(tx, `select place_events($1, '{}', '{}')`, [
        JSON.stringify(
          KEYS.toReversed().map((id) => ({
            id,
            partner_id: id,
            position: 7,
            type: 'call.ended',
            subject_id: id,
            body: '',
            occurred_at: '2026-11-01T00:00Z',
          })),
        ),
      ]),
  ],
  [
    'the messages of a webhook that are sent again',
    {
      table: 'webhook_deliveries (id, partner_id, webhook_id, type, state, body)',
      key: 'id',
      row: `$1::uuid, '${OWNER}', '${OWNER}', 'webhook.test', 'parked', '{}'`,
    },
    (tx) => restartDeliveries(tx, OWNER, ['parked']),
  ],
  [
    'the cycles to invoice',
    {
      table:
        'billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)',
      key: 'id',
      row: `$1::uuid, '${OWNER}', $1::uuid, '${OWNER}', '2026-10-01', '2026-11-01', '2026-10-01', '2026-11-01', 31, 31, 'UTC', 'USD'`,
    },
    (tx) => lockCycles(tx, [], KEYS.toReversed()),
  ],
  [
    'the calls whose cost becomes known',
    {
      table:
        'call_charges (call_id, leg, partner_id, tenant_id, state, number, charge_class, currency, billable_seconds, answered_at, ended_at)',
      key: 'call_id',
      row: `$1::uuid, 0, '${OWNER}', '${OWNER}', 'not_charged', '+12025550100', 'domestic', 'USD', 60, now(), now()`,
    },
    async (tx) => {
      await callIn(tx, `select set_config('app.partner_id', '${OWNER}', true)`);
      const costs = KEYS.toReversed().map((callId) => ({ callId, leg: 0, micros: 1, currency: 'USD' }));
      await callIn(tx, `select rate_calls_again('[]', '[]', $1)`, [JSON.stringify(costs)]);
    },
  ],
])('%s are locked in order', async (_, { table, key, row }, run) => {
  const name = table.split(' ')[0] ?? '';
  await app.query(`delete from ${name}`);
  await insert(table, row);
  expect(await runBehind({ table: name, key }, run)).toEqual([true, 'done']);
});
