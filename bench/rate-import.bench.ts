import { rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Db, inContext, openDb, openPool } from '../src/platform/db/db.ts';
import { SYSTEM } from '../src/platform/http/caller.ts';
import { newId } from '../src/platform/values/ids.ts';
import { confirmImport, findImport, startImport } from '../src/rates/imports.ts';
import { createTable } from '../src/rates/rate-tables.ts';
import { readImport, type Within } from '../src/rates/read-import.ts';
import { findTable } from '../src/rates/sql.ts';
import { writeImport } from '../src/rates/write-import.ts';
import { type BenchEnv, startBenchEnv } from './bench-env.ts';
import { print } from './measure.ts';
import { watchProcess } from './process-watch.ts';

const ROWS = Number(process.env['RATE_ROWS'] ?? 100_000);
const MAX_WORK_MS = 50;

const cells = (n: number) => [`${400_000 + n}`, `Place ${n}`, `0.0${1 + (n % 9)}`];
const csvOf = (rows: number) =>
  `Prefix,Destination,Per minute,Increments\n${Array.from({ length: rows }, (_, n) => `${cells(n).join(',')},6/6`).join('\n')}`;

/**
 * Imports a file of rates, from the upload until all rates apply, in a process that also serves requests. The peer is COPY of the same rows without
 * checks.
 */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  const [app, worker] = [openPool(bench.url('app'), 'bench'), openPool(bench.url('worker'), 'bench')];
  try {
    // warm up, so that compiling and planning isn't counted
    await importFile({ ...bench, app: openDb(app), worker: openDb(worker) }, csvOf(5000));
    const csv = csvOf(ROWS);
    const watch = watchProcess();
    const begun = performance.now();
    await importFile({ ...bench, app: openDb(app), worker: openDb(worker) }, csv);
    const figure = performance.now() - begun;
    const seen = watch.stop();
    const { ms: peer, pauses } = await copyRates(bench);
    print({
      name: 'rate-import',
      figure,
      peer,
      unit: 'ms',
      goal: `at most ${MAX_WORK_MS} ms of work in one turn`,
      met: seen.longestWorkMs <= MAX_WORK_MS,
      noisy: false,
      note: `${ROWS} rows; longest work in one turn ${seen.longestWorkMs.toFixed(0)} ms; pauses: p99 ${seen.p99Ms.toFixed(0)} ms, longest ${seen.longestMs.toFixed(0)} ms, and of an idle process ${pauses.longestMs.toFixed(0)} ms; memory ${seen.beginMb.toFixed(0)} MB before, ${seen.firstHalfMb.toFixed(0)} and ${seen.secondHalfMb.toFixed(0)} MB at most in the two halves`,
    });
  } finally {
    await app.end();
    await worker.end();
    await bench.close();
  }
}

async function importFile({ app, worker, partnerId }: BenchEnv & { app: Db; worker: Db }, csv: string): Promise<void> {
  const asked: Within = (work) => inContext(app, { partnerId }, work);
  const job: Within = (work) => inContext(worker, { partnerId }, work);
  const table = await asked((tx) => createTable(tx, SYSTEM, partnerId, { name: newId(), currency: 'USD' }));
  const { id } = await asked(async (tx) => {
    const row = await findTable(tx, table.id);
    if (!row) throw new Error('The rate table is gone.');
    return startImport(tx, SYSTEM, row, { csv, now: new Date() });
  });
  await readImport(job, id, () => new Date());
  await asked(async (tx) => {
    const found = await findImport(tx, await findTable(tx, table.id), id);
    if (!found) throw new Error('The import is gone.');
    await confirmImport(tx, SYSTEM, found, new Date());
  });
  await writeImport(job, job, { tableId: table.id, id, now: new Date() });
}

/** How long COPY takes, and how long this idle process pauses meanwhile, which is due to the machine. */
async function copyRates({ superuser, partnerId }: BenchEnv) {
  // PostgreSQL reads it, perhaps as another user
  const file = path.join(os.tmpdir(), `strowger-bench-${process.pid}.rates`);
  const listId = newId();
  await superuser.query(
    `insert into rate_lists (id, partner_id, table_id, valid_from, rates) select $1, partner_id, id, '2020-01-01', $2 from rate_tables where partner_id = $3 limit 1`,
    [listId, ROWS, partnerId],
  );
  writeFileSync(
    file,
    Array.from({ length: ROWS }, (_, n) => {
      const [prefix, destination] = cells(n);
      return [partnerId, listId, prefix, destination, 0, 10_000 * (1 + (n % 9)), 6, 6, 0].join('\t');
    }).join('\n'),
    { mode: 0o644 },
  );
  try {
    const watch = watchProcess();
    const begun = performance.now();
    await superuser.query(
      `copy rates (partner_id, list_id, prefix, destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros) from '${file}'`,
    );
    return { ms: performance.now() - begun, pauses: watch.stop() };
  } finally {
    rmSync(file, { force: true });
  }
}
