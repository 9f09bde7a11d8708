import { z } from 'zod';
import { saveProgress } from '../../src/calls/records/call-records.ts';
import { openDb, openPool } from '../../src/platform/db/db.ts';
import { endOfCall } from '../billed-calls.ts';

// Writes the ends of calls, each one to five times, shuffled, in batches of any size. It may be killed at any moment.

const Task = z.object({
  databaseUrl: z.string(),
  calls: z.number(),
  tenants: z.array(z.object({ tenantId: z.string(), cycleId: z.string(), included: z.boolean() })).min(1),
});
const { databaseUrl, calls, tenants } = Task.parse(JSON.parse(process.argv[2] ?? ''));
const pool = openPool(databaseUrl, 'call writer', 3);
const db = openDb(pool);

const deliveries = Array.from({ length: calls }, (_, index) =>
  Array.from({ length: 1 + (index % 5) }, () => index),
).flat();
for (let last = deliveries.length - 1; last > 0; last--) {
  const other = Math.floor(Math.random() * (last + 1));
  [deliveries[last], deliveries[other]] = [deliveries[other] ?? 0, deliveries[last] ?? 0];
}

const batches: number[][] = [];
for (let from = 0; from < deliveries.length;) {
  const size = 1 + Math.floor(Math.random() * 500);
  batches.push(deliveries.slice(from, from + size));
  from += size;
}

/** Two run at the same time, like call control's writers. */
async function write(): Promise<void> {
  for (let batch = batches.shift(); batch; batch = batches.shift()) {
    const ends = batch.flatMap((index) => {
      const tenant = tenants[index % tenants.length];
      return tenant ? [endOfCall(index, tenant)] : [];
    });
    await saveProgress(db, ends);
  }
}
await Promise.all([write(), write()]);
await pool.end();
