import type { Logger } from 'pino';
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
import { SYSTEM } from '../platform/http/caller.ts';
import { cancelTenant } from '../tenants/lifecycle/lifecycle.ts';
import { reservePrefixes } from '../tenants/prefixes.ts';
import { purgeKey } from './schedule.ts';
import * as sql from './sql.ts';
import { appendTombstones, readTombstones } from './tombstone-log.ts';

export type ReplayDeps = { db: Db; storage: Storage; dataDir: string; log: Logger };

/**
 * Runs before the worker's first job. A database or folder restored from an older backup may contain tenants purged since. They are cancelled
 * and purged again, and their prefixes are reserved again. Safe to repeat. Returns how many had come back.
 */
export async function replayTombstones({ db, storage, dataDir, log }: ReplayDeps): Promise<number> {
  const { tombstones, unreadable } = await readTombstones(dataDir);
  if (unreadable > 0) log.error({ unreadable }, 'unreadable tombstones: tenants purged earlier could come back');
  const inDatabase = await asOperator(db, sql.listTombstones);
  const known = new Set(inDatabase.map(idOf));
  const written = new Set(tombstones.map(idOf));
  const unwritten = inDatabase.filter((tombstone) => !written.has(tombstone.tenant_id));
  await appendTombstones(dataDir, unwritten);
  const all = [...tombstones, ...unwritten];
  const back = new Set(await asNobody(db, (tx) => sql.existingTenants(tx, all.map(idOf))));
  const forgotten = tombstones.filter(({ tenant_id }) => !known.has(tenant_id) && !back.has(tenant_id));
  await asOperator(db, async (tx) => {
    // reserve their prefixes again
    await reservePrefixes(
      tx,
      forgotten.map(({ sip_prefix, tenant_id }) => ({ prefix: sip_prefix, tenantId: tenant_id })),
    );
    await sql.insertTombstones(tx, forgotten);
  });

  for (const tombstone of all.filter(({ tenant_id }) => back.has(tenant_id))) {
    log.warn({ tenantId: tombstone.tenant_id }, 'a backup has brought back a purged tenant; purging it again');
    await cancelAgain(db, tombstone);
  }
  const purged = new Set(all.map(idOf));
  for (const tenantId of await storage.tenants()) {
    if (purged.has(tenantId) && !back.has(tenantId)) await storage.removeAll(tenantId);
  }
  return back.size;
}

const idOf = (tombstone: sql.Tombstone): string => tombstone.tenant_id;

/** Cancels it as of the day it was cancelled before, so that it is due at once. */
async function cancelAgain(db: Db, tombstone: sql.Tombstone): Promise<void> {
  const { tenant_id: tenantId } = tombstone;
  const row = await asTenant(db, tenantId, (tx) => sql.lockTenantStatus(tx, tenantId));
  if (!row || row.sip_prefix !== tombstone.sip_prefix) return;
  await inContext(db, { tenantId, partnerId: row.partner_id }, async (tx) => {
    await dropFormerHold(tx, tombstone);
    if (row.status !== 'CANCELLED')
      await cancelTenant(tx, SYSTEM, {
        id: tenantId,
        confirmName: row.name,
        ifMatch: null,
        now: tombstone.cancelled_at,
      });
    await addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId) });
  });
}

/** Removes a hold older than the purge, because it had been lifted by then. A newer hold is respected. */
async function dropFormerHold(tx: Tx, tombstone: sql.Tombstone): Promise<void> {
  const hold = await sql.findHold(tx, tombstone.tenant_id);
  if (hold && hold.placed_at < tombstone.purged_at) await sql.deleteHold(tx, tombstone.tenant_id);
}

/** Runs before the worker's first job. `databaseUrl` is for the role `worker`. */
export async function replayAtStart(databaseUrl: string, dataDir: string, log: Logger): Promise<void> {
  const pool = openPool(databaseUrl, 'tombstones', 2);
  try {
    await replayTombstones({ db: openDb(pool), storage: openStorage(dataDir), dataDir, log });
  } finally {
    await pool.end();
  }
}
