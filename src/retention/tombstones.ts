import type { Logger } from 'pino';
import { SYSTEM } from '../platform/http/caller.ts';
import {
  addJob,
  asNobody,
  asOperator,
  asTenant,
  type Db,
  inContext,
  openDb,
  openPool,
  type Tx,
} from '../platform/db/db.ts';
import { openStorage, type Storage } from '../platform/db/storage.ts';
import { cancelTenant } from '../tenants/lifecycle.ts';
import { reservePrefixes } from '../tenants/prefixes.ts';
import { purgeKey } from './schedule.ts';
import * as sql from './sql.ts';
import { appendTombstones, readTombstones } from './tombstone-log.ts';

export type ReplayDeps = { db: Db; storage: Storage; dataDir: string; log: Logger };

/**
 * Before the first job runs: a database or a folder restored from an older backup may hold tenants that were purged since. Each of them is
 * closed at once and purged again; its prefix is taken again. May run any number of times. Answers how many came back.
 */
export async function replayTombstones({ db, storage, dataDir, log }: ReplayDeps): Promise<number> {
  const { stones, unreadable } = await readTombstones(dataDir);
  if (unreadable > 0)
    log.error({ unreadable }, 'tombstones that cannot be read: tenants purged long ago could come back');
  const inDatabase = await asOperator(db, sql.listTombstones);
  const known = new Set(inDatabase.map(idOf));
  const written = new Set(stones.map(idOf));
  const unwritten = inDatabase.filter((stone) => !written.has(stone.tenant_id));
  await appendTombstones(dataDir, unwritten);
  const all = [...stones, ...unwritten];
  const back = new Set(await asNobody(db, (tx) => sql.existingTenants(tx, all.map(idOf))));
  const forgotten = stones.filter(({ tenant_id }) => !known.has(tenant_id) && !back.has(tenant_id));
  await asOperator(db, async (tx) => {
    // their prefixes are taken, as they were
    await reservePrefixes(
      tx,
      forgotten.map(({ sip_prefix, tenant_id }) => ({ prefix: sip_prefix, tenantId: tenant_id })),
    );
    await sql.insertTombstones(tx, forgotten);
  });

  for (const tombstone of all.filter(({ tenant_id }) => back.has(tenant_id))) {
    log.warn({ tenantId: tombstone.tenant_id }, 'a purged tenant is back, from a backup: it is purged again');
    await closeAgain(db, tombstone);
  }
  const purged = new Set(all.map(idOf));
  for (const tenantId of await storage.tenants()) {
    if (purged.has(tenantId) && !back.has(tenantId)) await storage.removeAll(tenantId);
  }
  return back.size;
}

const idOf = (stone: sql.Tombstone): string => stone.tenant_id;

/** As what it was when it was purged: cancelled on that day, so that its time is over. */
async function closeAgain(db: Db, stone: sql.Tombstone): Promise<void> {
  const { tenant_id: tenantId } = stone;
  const row = await asTenant(db, tenantId, (tx) => sql.lockTenantStatus(tx, tenantId));
  if (!row || row.sip_prefix !== stone.sip_prefix) return;
  await inContext(db, { tenantId, partnerId: row.partner_id }, async (tx) => {
    await dropOldHold(tx, stone);
    if (row.status !== 'CANCELLED')
      await cancelTenant(tx, SYSTEM, tenantId, { confirmName: row.name }, stone.cancelled_at);
    await addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId) });
  });
}

/** A hold from before the purge had been lifted by then; one placed since is respected. */
async function dropOldHold(tx: Tx, stone: sql.Tombstone): Promise<void> {
  const hold = await sql.findHold(tx, stone.tenant_id);
  if (hold && hold.placed_at < stone.purged_at) await sql.deleteHold(tx, stone.tenant_id);
}

/** What the worker does before it takes its first job. `databaseUrl` is of the role `worker`. */
export async function replayAtStart(databaseUrl: string, dataDir: string, log: Logger): Promise<void> {
  const pool = openPool(databaseUrl, 'tombstones', 2);
  try {
    await replayTombstones({ db: openDb(pool), storage: openStorage(dataDir), dataDir, log });
  } finally {
    await pool.end();
  }
}
