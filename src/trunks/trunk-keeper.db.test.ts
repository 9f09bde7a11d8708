import { type QueryId, RawNode } from 'kysely';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { until } from '../../test/until.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { openTrunkKeeper } from './trunk-keeper.ts';

let app: TestApp;
let operator: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  operator = await app.user('operator');
});
afterAll(() => app.close());

/** A database that delays the result of its first read of the trunks until it is released. */
function openSlowDb() {
  const pool = openPool(app.database.urls.app, 'trunks', 3);
  const [read, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let first: QueryId | undefined;
  const db = openDb(pool).withPlugin({
    transformQuery({ node, queryId }) {
      if (RawNode.is(node) && node.sqlFragments.join('').includes('trunks_to_watch')) first ??= queryId;
      return node;
    },
    async transformResult({ queryId, result }) {
      if (queryId === first) {
        read.resolve();
        await letGo.promise;
      }
      return result;
    },
  });
  return { pool, db, read: read.promise, letGo: letGo.resolve };
}

test('watches a trunk that was added while an older read of the trunks was on its way', async () => {
  const { pool, db, read, letGo } = openSlowDb();
  const keeper = openTrunkKeeper({
    db,
    secretKey: app.config.secretKey,
    node: () => undefined,
    ari: () => Promise.reject(new Error('There is no Asterisk.')),
    registrations: () => Promise.resolve(new Map()),
    readLog: () => '',
    log: pino({ level: 'silent' }),
  });
  const older = keeper.read();
  await read;
  // nothing listens on this port
  const carrier = { name: 'Carrier', host: '127.0.0.1', port: 1, match: '127.0.0.1:1' };
  const { body } = await operator.call('POST', '/operator/trunks', carrier);
  const newer = keeper.read();
  // the newer one would overtake the older one by now
  await Promise.race([newer, app.query('select pg_sleep(0.1)')]);
  letGo();
  await Promise.all([older, newer]);
  const last = () => keeper.watch.health(body.id).last;
  await until('the trunk to be probed', () => last() !== 'unasked');
  expect(last()).toBe('refused');
  keeper.stop();
  await pool.end();
});
