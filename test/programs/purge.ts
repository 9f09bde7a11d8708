// Run by tests as a separate process: purges a tenant and is killed with SIGKILL just before its n-th step. A step is whatever
// leaves a trace outside the process: a statement sent to PostgreSQL, a file opened, synced or removed.
import fs from 'node:fs/promises';
import { Client } from 'pg';
import { openDb, openPool } from '../../src/platform/db/db.ts';
import { openStorage } from '../../src/platform/db/storage.ts';
import { purgeTenant } from '../../src/retention/retention.ts';

const [databaseUrl, dataDir, tenantId, killBefore] = process.argv.slice(2) as [string, string, string, string];

let steps = 0;
function countCalls<K extends string>(target: Record<K, unknown>, names: readonly K[]): void {
  for (const name of names) {
    const original = target[name] as (...given: unknown[]) => unknown;
    target[name] = function step(this: unknown, ...given: unknown[]) {
      if (++steps === Number(killBefore)) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, given);
    };
  }
}
countCalls(Client.prototype as unknown as Record<string, unknown>, ['query']);
countCalls(fs as unknown as Record<string, unknown>, ['open', 'rm', 'rmdir']);
const handle = await fs.open(dataDir, 'r');
countCalls(Object.getPrototypeOf(handle) as Record<string, unknown>, ['appendFile', 'sync']);
await handle.close();
steps = 0;

const pool = openPool(databaseUrl, 'purge', 2);
const outcome = await purgeTenant({ db: openDb(pool), storage: openStorage(dataDir), dataDir }, tenantId);
await pool.end();
process.stdout.write(JSON.stringify({ outcome, steps }));
