import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../src/platform/values/ids.ts';
import { until } from '../test/until.ts';
import { startBenchEnv, type BenchEnv } from './bench-env.ts';
import { newBigTenant } from './big-tenant.ts';
import { requestDuring } from './foreground.ts';
import { compare, median, percentile, print } from './measure.ts';

const CALLS = 1_000_000;
/** Enough for a purge of a few seconds, but quick to create. */
const CALLS_MEANWHILE = 200_000;
const FILES = 10_000;
const ROWS_AT_ONCE = 1000;

type Cancelled = { id: string; folder: string };

/** The purge of a tenant with a million calls and 10,000 files, compared with plain batches of DELETE and a loop of unlink. */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  try {
    const worker = bench.start(['src/main.ts', 'worker'], {});
    await compareTimes(bench);
    await compareOthers(bench);
    worker.kill();
  } finally {
    await bench.close();
  }
}

async function compareTimes(bench: BenchEnv): Promise<void> {
  const seconds = (purge: (bench: BenchEnv, tenant: Cancelled) => Promise<void>) => async () => {
    const tenant = await newCancelled(bench, CALLS, FILES);
    const begun = performance.now();
    await purge(bench, tenant);
    return (performance.now() - begun) / 1000;
  };
  const result = await compare({ ours: seconds(byTheWorker), peer: seconds(byBatches) });
  const note = `${CALLS} calls, ${FILES} files`;
  print({ name: 'purge', ...result, unit: 's', goal: '<= 2.00', met: result.figure / result.peer <= 2, note });
}

/** The p95 of another tenant's requests during a purge, compared with quiet times, and the same while plain batches delete the rows. */
async function compareOthers(bench: BenchEnv): Promise<void> {
  const other = await newBigTenant(bench);
  const whilePurging = async (purge: (bench: BenchEnv, tenant: Cancelled) => Promise<void>): Promise<number> => {
    const tenant = await newCancelled(bench, CALLS_MEANWHILE, FILES);
    return percentile(await requestDuring(bench, other, () => purge(bench, tenant)), 95);
  };
  const besideBatches: number[] = [];
  const quiet = async (): Promise<number> => {
    besideBatches.push(await whilePurging(byBatches));
    // both sides start after the same amount of writing, so that pending disk writes affect both
    await newCancelled(bench, CALLS_MEANWHILE, FILES);
    return percentile(await requestDuring(bench, other, () => delay(3000)), 95);
  };
  const result = await compare({ ours: () => whilePurging(byTheWorker), peer: quiet });
  const met = result.figure / result.peer <= 1.2;
  const note = `p95 of its requests; ${median(besideBatches).toFixed(0)} ms while plain batches delete`;
  print({ name: 'purge: another tenant', ...result, unit: 'ms', goal: '<= 1.20', met, note });
}

/** A tenant whose 90 days are over, with its calls in order. */
async function newCancelled(
  { superuser, partnerId, dataDir }: BenchEnv,
  calls: number,
  files: number,
): Promise<Cancelled> {
  const id = newId();
  const prefix = `p${id.slice(-11).replaceAll('-', '')}`;
  await superuser.query('insert into sip_prefixes (prefix, tenant_id) values ($1, $2)', [prefix, id]);
  await superuser.query(
    `insert into tenants (id, partner_id, name, sip_prefix, status, cancelled_at, purge_at, timezone)
     values ($1, $2, $3, $3, 'CANCELLED', now() - interval '2161 hours', now() - interval '1 hour', 'UTC')`,
    [id, partnerId, prefix],
  );
  await superuser.query(
    `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, admitted_at, answered_at, ended_at, cause)
     select gen_random_uuid(), $1, 'outbound', false, '+12025550100', '+1303555' || lpad((n % 10000)::text, 4, '0'), $1, at, at, at + interval '1 minute', 16
     from (select n, now() - interval '100 days' - ($2 - n) * interval '3 seconds' as at from generate_series(1, $2::int) n) made`,
    [id, calls],
  );
  await superuser.query('vacuum analyze calls');
  const folder = path.join(dataDir, 'tenants', id, 'exports');
  await fs.mkdir(folder, { recursive: true });
  for (let n = 0; n < files; n++) await fs.writeFile(path.join(folder, `recording-${n}.zip`), 'x');
  return { id, folder };
}

async function byTheWorker({ superuser }: BenchEnv, { id }: Cancelled): Promise<void> {
  await superuser.query("select add_job('purge_tenant', json_build_object('tenantId', $1::text), 'purge:' || $1)", [
    id,
  ]);
  const isGone = async () => (await superuser.query('select from tenants where id = $1', [id])).rowCount === 0;
  await until('the purge', isGone, 1_800_000);
}

/** Plain batches, which look up the rows once for many batches. */
async function byBatches({ superuser }: BenchEnv, { id, folder }: Cancelled): Promise<void> {
  for (;;) {
    const found = await superuser.query<{ place: string }>(
      'select ctid::text as place from calls where tenant_id = $1 limit 50000',
      [id],
    );
    const places = found.rows.map(({ place }) => place);
    if (places.length === 0) break;
    for (let from = 0; from < places.length; from += ROWS_AT_ONCE)
      await superuser.query('delete from calls where ctid = any($1::tid[])', [places.slice(from, from + ROWS_AT_ONCE)]);
  }
  for (const name of await fs.readdir(folder)) await fs.unlink(path.join(folder, name));
  await fs.rmdir(folder);
  await superuser.query('delete from tenants where id = $1', [id]);
}
