import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { type Db, inContext, openDb, openPool } from '../platform/db/db.ts';
import { rateTasks } from './jobs.ts';
import { readImport, type Within } from './read-import.ts';
import { writeImport } from './write-import.ts';

let app: TestApp;
let pool: ReturnType<typeof openPool>;
let worker: Db;
let partnerId: string;
let admin: ApiUser;
let stranger: ApiUser;
let operator: ApiUser;
let tableId: string;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  pool = openPool(app.database.urls.worker, 'test');
  worker = openDb(pool);
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  stranger = await app.user('partner_admin', { partnerId: await app.partner('Other') });
  operator = await app.user('operator');
});
afterAll(async () => {
  await pool.end();
  await app.close();
});
beforeEach(async () => {
  tableId = (await admin.call('POST', '/rate-tables', { name: `Rates ${++made}`, currency: 'USD' })).body.id;
});

const HEAD = 'Prefix,Destination,Per minute,Increments\n';
const csvOf = (rows: number, first = 400_000) =>
  HEAD +
  Array.from({ length: rows }, (_, n) => `${first + n},"Place, ${n}\n(Zürich)",0.0${1 + (n % 9)},6/6`).join('\n');
const place = () => `/rate-tables/${tableId}/imports`;
const upload = async (csv: string, query = ''): Promise<string> => {
  const { status, body, text } = await admin.call('POST', `${place()}${query}`, { csv });
  expect(status, text).toBe(202);
  return body.id;
};
const read = async (id: string) => (await admin.call('GET', `${place()}/${id}`)).body;
const confirm = (id: string) => admin.call('POST', `${place()}/${id}/confirm`);
const current = async () => (await admin.call('GET', `/rate-tables/${tableId}`)).body.current;

/** Runs the job that a request has queued last, as a worker does. */
async function run(task: keyof typeof rateTasks, importId: string): Promise<void> {
  const [job] = await app.query<{ payload: Record<string, string> }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = $1 and j.payload ->> 'importId' = $2`,
    [task, importId],
  );
  await rateTasks[task].run(job?.payload, { db: worker, config: app.config, log: pino({ level: 'silent' }) });
}

/** Simulates a worker that is killed before its n-th transaction, or before that one commits. */
class Killed extends Error {}
function dying(before: number, inside: boolean): Within {
  let left = before;
  return async (work) => {
    const dies = left-- === 0;
    if (dies && !inside) throw new Killed();
    return inContext(worker, { partnerId }, async (tx) => {
      const result = await work(tx);
      if (dies) throw new Killed();
      return result;
    });
  };
}
const living: Within = (work) => inContext(worker, { partnerId }, work);

test('jobs read a large file and, after it is confirmed, write its rates', async () => {
  const id = await upload(csvOf(100_000));
  expect(await read(id)).toMatchObject({ state: 'reading', done: 0, preview: null });
  expect((await confirm(id)).body.code).toBe('import_not_ready');
  await run('read_rate_import', id);
  expect(await read(id)).toMatchObject({
    state: 'ready',
    preview: { added: 100_000, changed: 0, refused: 0, columns: ['Prefix', 'Destination', 'Per minute', 'Increments'] },
  });
  expect(await current()).toBeNull();
  const confirmed = await confirm(id);
  expect(confirmed.body, confirmed.text).toMatchObject({ state: 'writing', done: 0, of: 100_000 });
  await run('write_rate_import', id);
  expect(await read(id)).toMatchObject({ state: 'done', done: 100_000, of: 100_000 });
  expect(await current()).toMatchObject({ rates: 100_000 });
  const price = await admin.call('GET', `/rate-tables/${tableId}/price?number=%2B447911123456`);
  expect(price.body.rate).toMatchObject({ prefix: '447911', destination: 'Place, 47911 (Zürich)' });
  expect(await app.query('select count(*)::int as n from rate_import_rows')).toEqual([{ n: 0 }]);
  const [event] = await app.query(
    "select * from audit_events where action = 'rate_table.imported' and target_id = $1",
    [tableId],
  );
  expect(event).toMatchObject({ actor_id: admin.id, after: { rates: 100_000 } });
});

test('lists refused rows with their lines, and imports nothing of the file', async () => {
  const id = await upload(`${HEAD}44,,0.1,60/60\n33,,-1,60/60\n44,,0.2,60/60\n1.21E+10,,0.1,1/1\n`);
  await run('read_rate_import', id);
  const { state, preview } = await read(id);
  expect(state).toBe('refused');
  expect(preview.refused).toBe(3);
  expect(preview.refusedRows.map(({ line }: { line: number }) => line)).toEqual([3, 4, 5]);
  expect((await confirm(id)).body.code).toBe('import_not_ready');
  expect(await app.query('select count(*)::int as n from rate_import_rows')).toEqual([{ n: 0 }]);
});

test.each([
  ['without prices', 'Prefix,Increments\n44,1/1', /No column holds the prices/],
  ['without rows', HEAD, /no rows below/],
  ['that is no CSV', `${HEAD}"44,1,1/1`, /can’t be read as CSV/],
])('says what is wrong with a file %s', async (_, csv, problem) => {
  const id = await upload(csv);
  await run('read_rate_import', id);
  expect(await read(id)).toMatchObject({ state: 'refused', problem: expect.stringMatching(problem) });
});

test('shows the changes compared with the rates that apply at that time', async () => {
  await admin.call('POST', `/rate-tables/${tableId}/import`, { csv: `${HEAD}44,,0.1,1/1\n33,,0.2,1/1\n49,,0.3,1/1` });
  const id = await upload(`${HEAD}44,,0.1,1/1\n33,,0.4,1/1\n34,,0,1/1`);
  await run('read_rate_import', id);
  expect((await read(id)).preview).toMatchObject({
    added: 1,
    changed: 1,
    same: 1,
    missing: 1,
    free: 1,
    largestChanges: [{ prefix: '33', before: '0.20', after: '0.40' }],
  });
});

test('continues after being killed at any step of reading, and reads each row once', async () => {
  const csv = csvOf(4500);
  for (let step = 0; step < 5; step++)
    for (const inside of [false, true]) {
      const id = await upload(csv);
      await expect(readImport(dying(step, inside), id, () => new Date())).rejects.toThrow(Killed);
      // two runs at once continue
      await Promise.all([readImport(living, id, () => new Date()), readImport(living, id, () => new Date())]);
      expect(await read(id), `${step} ${inside}`).toMatchObject({ state: 'ready', preview: { added: 4500 } });
      expect((await admin.call('DELETE', `${place()}/${id}`)).status).toBe(204);
    }
});

test('applies all rates or none if it is killed at any step of writing', async () => {
  const csv = csvOf(4500);
  for (let step = 0; step < 5; step++)
    for (const inside of [false, true]) {
      const { body } = await admin.call('POST', '/rate-tables', { name: `Rates ${++made}`, currency: 'USD' });
      tableId = body.id;
      const id = await upload(csv);
      await readImport(living, id, () => new Date());
      await confirm(id);
      const apart = dying(step, inside);
      const within: Within = step === 4 ? dying(0, inside) : living;
      const killed = writeImport(within, step === 4 ? living : apart, { tableId, id, now: new Date() });
      if (step === 4 || step < 3) await expect(killed).rejects.toThrow(Killed);
      else await killed;
      if (step !== 3) {
        expect(await current(), `${step} ${inside}`).toBeNull();
        expect(await app.query('select id from rate_lists where table_id = $1', [tableId])).toEqual([]);
      }
      const again = () => writeImport(living, living, { tableId, id, now: new Date() });
      await Promise.all([again(), again()]);
      expect(await read(id)).toMatchObject({ state: 'done', done: 4500 });
      const lists = await app.query(
        'select l.rates, count(r.id)::int as n from rate_lists l join rates r on r.list_id = l.id where l.table_id = $1 group by l.id',
        [tableId],
      );
      expect(lists).toEqual([{ rates: 4500, n: 4500 }]);
    }
});

test('if two imports were previewed together, the second has to be previewed again', async () => {
  const [one, two] = [await upload(csvOf(3)), await upload(csvOf(4))];
  for (const id of [one, two]) await run('read_rate_import', id);
  expect((await confirm(one)).status).toBe(202);
  // confirmed before the first one is written, so it is refused when it is processed
  expect((await confirm(two)).status).toBe(202);
  await run('write_rate_import', one);
  await run('write_rate_import', two);
  expect((await current()).rates).toBe(3);
  expect(await read(two)).toMatchObject({ state: 'refused', problem: expect.stringMatching(/meanwhile/) });

  const three = await upload(csvOf(5));
  const four = await upload(csvOf(6));
  for (const id of [three, four]) await run('read_rate_import', id);
  await confirm(three);
  await run('write_rate_import', three);
  expect((await confirm(four)).body.code).toBe('import_outdated');
});

test('can be cancelled during reading and writing, and leaves nothing', async () => {
  const reading = await upload(csvOf(4500));
  let cancelled: Promise<unknown> | null = null;
  const cancelling: Within = async (work) => {
    const result = await living(work);
    cancelled ??= admin.call('DELETE', `${place()}/${reading}`);
    await cancelled;
    return result;
  };
  await readImport(cancelling, reading, () => new Date());
  expect((await admin.call('GET', `${place()}/${reading}`)).status).toBe(404);

  const writing = await upload(csvOf(4500));
  await run('read_rate_import', writing);
  await confirm(writing);
  const apart: Within = async (work) => {
    const result = await living(work);
    await admin.call('DELETE', `${place()}/${writing}`);
    return result;
  };
  await writeImport(living, apart, { tableId, id: writing, now: new Date() });
  expect(await current()).toBeNull();
  for (const rows of ['rate_imports where table_id = $1', 'rate_lists where table_id = $1'])
    expect(await app.query(`select * from ${rows}`, [tableId])).toEqual([]);

  const done = await upload(csvOf(2));
  await run('read_rate_import', done);
  await confirm(done);
  await run('write_rate_import', done);
  expect((await admin.call('DELETE', `${place()}/${done}`)).body.code).toBe('import_done');
  await run('remove_rate_import', done);
  expect((await admin.call('GET', place())).body.items).toEqual([]);
});

test('accepts five unfinished imports of a table, and no start in the past', async () => {
  for (let n = 0; n < 5; n++) await upload(csvOf(1));
  expect((await admin.call('POST', place(), { csv: csvOf(1) })).body.code).toBe('too_many_imports');
  const past = await admin.call('POST', `${place()}?validFrom=2020-01-01T00:00:00.000Z`, { csv: csvOf(1) });
  expect([past.status, past.body.errors[0].path]).toEqual([422, 'validFrom']);
});

test('the operator imports wholesale rates in the same way; the partner sees nothing of it', async () => {
  const tables = `/operator/partners/${partnerId}/wholesale-tables`;
  const table = (await operator.call('POST', tables, { name: 'Wholesale', currency: 'USD', direction: 'outbound' }))
    .body;
  const { body } = await operator.call('POST', `${tables}/${table.id}/imports`, { csv: csvOf(3) });
  await run('read_rate_import', body.id);
  const one = `${tables}/${table.id}/imports/${body.id}`;
  expect((await operator.call('GET', one)).body).toMatchObject({ state: 'ready', preview: { added: 3 } });
  for (const path of [
    `/rate-tables/${table.id}/imports`,
    `/rate-tables/${table.id}/imports/${body.id}`,
    `${place()}/${body.id}`,
  ])
    expect((await admin.call('GET', path)).status, path).toBe(404);
  expect(
    await inContext(app.db, { partnerId }, (tx) =>
      tx.selectFrom('rate_import_rows').select('line').where('import_id', '=', body.id).execute(),
    ),
  ).toEqual([]);
  expect((await operator.call('POST', `${one}/confirm`)).status).toBe(202);
  await run('write_rate_import', body.id);
  expect((await admin.call('GET', `/wholesale-tables/${table.id}/rates`)).body.total).toBe(3);
  // the operator can't see the partner's own imports
  await upload(csvOf(1));
  expect(
    await inContext(app.db, { operator: true }, (tx) => tx.selectFrom('rate_imports').select('id').execute()),
  ).toEqual([{ id: body.id }]);
});

test('another partner can’t see or change it', async () => {
  const id = await upload(csvOf(1));
  for (const [method, path] of [
    ['GET', place()],
    ['GET', `${place()}/${id}`],
    ['POST', `${place()}/${id}/confirm`],
    ['DELETE', `${place()}/${id}`],
  ] as const)
    expect((await stranger.call(method, path)).status, path).toBe(404);
});
