import { setTimeout as pause } from 'node:timers/promises';
import { forgetCustomer } from '../cards/cards.ts';
import { stopEventsOf } from '../events/sequencer.ts';
import { addJob, asTenant, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { queueMail } from '../platform/db/mail/mail.ts';
import type { Storage } from '../platform/db/storage.ts';
import { mailText } from '../platform/escape/mail.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { newId } from '../platform/values/ids.ts';
import { leaveRefundsOfPurged } from '../refunds/settling.ts';
import * as manifests from './manifests-sql.ts';
import { PURGE, purgeDecision, type PurgeLine, ROWS_PER_QUERY, BATCH_SIZE } from './rules.ts';
import { purgeKey } from './schedule.ts';
import * as sql from './sql.ts';
import { appendTombstones } from './tombstone-log.ts';

export type PurgeDeps = { db: Db; storage: Storage; dataDir: string };
export type PurgeOutcome = 'purged' | 'gone' | 'held' | 'early' | 'not cancelled';

/**
 * Purges a due tenant: all of its rows and files. It can be killed at any point and called again. Each step is a short transaction that looks
 * for remaining work. The tenant's row goes last, after a proof that nothing else is left.
 */
export async function purgeTenant(deps: PurgeDeps, tenantId: string): Promise<PurgeOutcome> {
  const { db, storage, dataDir } = deps;
  const begun = await asTenant(db, tenantId, (tx) => beginPurge(tx, tenantId));
  if (typeof begun === 'string') return begun;
  await appendTombstones(dataDir, [begun]);
  await stopEventsOf(db);
  for (const line of PURGE) await executeInBatches(db, line, tenantId);
  const { files } = await storage.count(tenantId);
  await asTenant(db, tenantId, (tx) => manifests.noteFiles(tx, tenantId, files));
  await storage.removeAll(tenantId);
  return inContext(db, { tenantId, partnerId: begun.partner_id }, (tx) => finishPurge(tx, storage, begun));
}

/** Locks the tenant's row, so that a concurrent reactivation or legal hold either came before, and is respected, or comes too late. */
async function beginPurge(tx: Tx, tenantId: string): Promise<sql.Tombstone | PurgeOutcome> {
  const row = await sql.lockTenantForPurge(tx, tenantId);
  if (!row) return 'gone';
  const now = await sql.readClock(tx);
  const held = (await sql.findHold(tx, tenantId)) !== undefined;
  const decision = purgeDecision({ ...row, held }, now);
  if (decision === 'early' && row.purge_at) {
    await addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId), runAt: row.purge_at });
  }
  if (decision === 'begin') {
    await sql.markStarted(tx, tenantId, now);
    const content = { cancelledAt: row.cancelled_at, purgeAt: row.purge_at, startedAt: now, removed: {} };
    await manifests.insertManifest(tx, { id: newId(), tenantId, kind: 'purge', content });
  }
  if (decision !== 'begin' && decision !== 'resume') return decision;
  if (!row.cancelled_at) return 'not cancelled';
  await forgetCustomer(tx, { tenantId, partnerId: row.partner_id });
  return {
    tenant_id: tenantId,
    sip_prefix: row.sip_prefix,
    partner_id: row.partner_id,
    created_at: row.created_at,
    cancelled_at: row.cancelled_at,
    purged_at: row.purge_started_at ?? now,
  };
}

/** Pauses half as long as each batch took, to leave the disk and the partner's locks to others. */
async function executeInBatches(db: Db, line: PurgeLine, tenantId: string): Promise<void> {
  for (;;) {
    const places = await asTenant(db, tenantId, (tx) => sql.findUnprocessed(tx, line, tenantId, ROWS_PER_QUERY));
    let done = 0;
    for (let from = 0; from < places.length; from += BATCH_SIZE) {
      const started = performance.now();
      const some = places.slice(from, from + BATCH_SIZE);
      done += await asTenant(db, tenantId, (tx) => executeBatch(tx, line, tenantId, some));
      if (places.length > BATCH_SIZE) await pause((performance.now() - started) / 2);
    }
    // stop at rows that cannot be removed: the proof reports them
    if (places.length < ROWS_PER_QUERY || done === 0) return;
  }
}

async function executeBatch(
  tx: Tx,
  line: PurgeLine,
  tenantId: string,
  places: string[] | 'everywhere',
): Promise<number> {
  const rows = await sql.applyLine(tx, line, tenantId, places);
  if (rows > 0) await manifests.addToManifest(tx, tenantId, line.table, rows);
  return rows;
}

/** The last transaction: removes rows added meanwhile, proves that nothing is left, deletes the tenant and notifies its partner. */
async function finishPurge(tx: Tx, storage: Storage, tombstone: sql.Tombstone): Promise<PurgeOutcome> {
  const tenantId = tombstone.tenant_id;
  const row = await sql.lockTenantForPurge(tx, tenantId);
  if (!row) return 'gone';
  await leaveRefundsOfPurged(tx, tenantId);
  for (const line of PURGE) await executeBatch(tx, line, tenantId, 'everywhere');
  await proveNothingIsLeft(tx, storage, tenantId);
  const now = await sql.readClock(tx);
  const { removed, files } = await manifests.closeManifest(tx, tenantId, { left: 0, finishedAt: now });
  await sql.insertTombstones(tx, [{ ...tombstone, purged_at: now }]);
  await recordEvent(tx, SYSTEM, {
    action: 'tenant.purged',
    target: { kind: 'tenant', id: tenantId },
    partnerId: row.partner_id,
    tenantId,
    after: { sipPrefix: row.sip_prefix, cancelledAt: row.cancelled_at, removed, files },
  });
  await notifyPartner(tx, tombstone, now);
  await sql.deleteTenant(tx, tenantId);
  return 'purged';
}

/** Checks every table that refers to tenants according to the database's catalog, and the tenant's folder. Throws if anything is left. */
async function proveNothingIsLeft(tx: Tx, storage: Storage, tenantId: string): Promise<void> {
  const left: Record<string, number> = {};
  for (const { table, column } of await sql.tenantColumns(tx)) {
    const known = PURGE.some((line) => line.table === table && 'by' in line && line.by === column);
    if (!known) left[`${table}.${column}, which no line names`] = 1;
  }
  for (const line of PURGE) {
    const rows = await sql.countUnprocessed(tx, line, tenantId);
    if (rows > 0) left[line.table] = (left[line.table] ?? 0) + rows;
  }
  const { files, folders } = await storage.count(tenantId);
  if (files + folders > 0) left['files and folders'] = files + folders;
  if (Object.keys(left).length > 0) {
    throw new Error(`The purge of tenant ${tenantId} would leave something behind: ${JSON.stringify(left)}`);
  }
}

/** Names the tenant by its prefix, because its name has been purged. */
async function notifyPartner(tx: Tx, tombstone: sql.Tombstone, now: Date): Promise<void> {
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  for (const admin of await sql.adminsOfPartner(tx, tombstone.partner_id)) {
    await queueMail(tx, {
      kind: 'partnerAlert',
      to: admin.email,
      partnerId: tombstone.partner_id,
      subject: mailText`Tenant “${tombstone.sip_prefix}” has been removed for good`,
      body: mailText`The tenant with the SIP prefix “${tombstone.sip_prefix}”, cancelled on ${day(tombstone.cancelled_at)}, was removed for good on ${day(now)}:
its users, extensions, calls, mails and files no longer exist and cannot be restored.

We keep its SIP prefix, which is never used again, its dates, and your audit trail without the tenant's personal data.
`,
      occasion: `purged:${tombstone.tenant_id}:${admin.id}`,
    });
  }
}
