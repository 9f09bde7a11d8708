import { setTimeout as pause } from 'node:timers/promises';
import { SYSTEM } from '../platform/http/caller.ts';
import { addJob, asTenant, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { newId } from '../platform/values/ids.ts';
import { mailText } from '../platform/escape/mail.ts';
import { queueMail } from '../platform/db/mail.ts';
import type { Storage } from '../platform/db/storage.ts';
import { PURGE, purgeDecision, type PurgeLine, ROWS_AT_A_LOOK, ROWS_AT_ONCE } from './rules.ts';
import { purgeKey } from './schedule.ts';
import * as manifests from './manifests-sql.ts';
import * as sql from './sql.ts';
import { appendTombstones } from './tombstone-log.ts';

export type PurgeDeps = { db: Db; storage: Storage; dataDir: string };
export type PurgeOutcome = 'purged' | 'gone' | 'held' | 'early' | 'not cancelled';

/**
 * Removes a tenant past its time, rows and files, with nothing left behind. May be killed at any point and called again: each step is a
 * short transaction of its own that finds what is left to do, and the tenant's row goes last, with the proof that nothing else is left.
 */
export async function purgeTenant(deps: PurgeDeps, tenantId: string): Promise<PurgeOutcome> {
  const { db, storage, dataDir } = deps;
  const begun = await asTenant(db, tenantId, (tx) => beginPurge(tx, tenantId));
  if (typeof begun === 'string') return begun;
  await appendTombstones(dataDir, [begun]);
  for (const line of PURGE) await carryOutInBatches(db, line, tenantId);
  const { files } = await storage.count(tenantId);
  await asTenant(db, tenantId, (tx) => manifests.noteFiles(tx, tenantId, files));
  await storage.removeAll(tenantId);
  return inContext(db, { tenantId, partnerId: begun.partner_id }, (tx) => finishPurge(tx, storage, begun));
}

/** Under the lock of the tenant's row: a reactivation or a legal hold came before, and is respected, or comes too late. */
async function beginPurge(tx: Tx, tenantId: string): Promise<sql.Tombstone | PurgeOutcome> {
  const row = await sql.lockTenant(tx, tenantId);
  if (!row) return 'gone';
  const now = await sql.readClock(tx);
  const held = (await sql.findHold(tx, tenantId)) !== undefined;
  const decision = purgeDecision({ ...row, held }, now);
  if (decision === 'early') {
    await addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId), runAt: row.purge_at! });
  }
  if (decision === 'begin') {
    await sql.markStarted(tx, tenantId, now);
    const content = { cancelledAt: row.cancelled_at, purgeAt: row.purge_at, startedAt: now, removed: {} };
    await manifests.insertManifest(tx, { id: newId(), tenantId, kind: 'purge', content });
  }
  if (decision !== 'begin' && decision !== 'resume') return decision;
  return {
    tenant_id: tenantId,
    sip_prefix: row.sip_prefix,
    partner_id: row.partner_id,
    created_at: row.created_at,
    cancelled_at: row.cancelled_at!,
    purged_at: row.purge_started_at ?? now,
  };
}

/** Between two batches others get half as much time as a batch took: the disk and the tenant's partner have other work. */
async function carryOutInBatches(db: Db, line: PurgeLine, tenantId: string): Promise<void> {
  for (;;) {
    const places = await asTenant(db, tenantId, (tx) => sql.findUndone(tx, line, tenantId, ROWS_AT_A_LOOK));
    let done = 0;
    for (let from = 0; from < places.length; from += ROWS_AT_ONCE) {
      const started = performance.now();
      const some = places.slice(from, from + ROWS_AT_ONCE);
      done += await asTenant(db, tenantId, (tx) => carryOutSome(tx, line, tenantId, some));
      if (places.length > ROWS_AT_ONCE) await pause((performance.now() - started) / 2);
    }
    // what cannot be done is not tried for ever: the proof names it
    if (places.length < ROWS_AT_A_LOOK || done === 0) return;
  }
}

async function carryOutSome(
  tx: Tx,
  line: PurgeLine,
  tenantId: string,
  places: string[] | 'everywhere',
): Promise<number> {
  const rows = await sql.applyLine(tx, line, tenantId, places);
  if (rows > 0) await manifests.addToManifest(tx, tenantId, line.table, rows);
  return rows;
}

/** The last transaction: what arrived since, the proof, and then the tenant itself with all that its partner is told. */
async function finishPurge(tx: Tx, storage: Storage, stone: sql.Tombstone): Promise<PurgeOutcome> {
  const tenantId = stone.tenant_id;
  const row = await sql.lockTenant(tx, tenantId);
  if (!row) return 'gone';
  for (const line of PURGE) await carryOutSome(tx, line, tenantId, 'everywhere');
  await proveNothingIsLeft(tx, storage, tenantId);
  const now = await sql.readClock(tx);
  const { removed, files } = await manifests.closeManifest(tx, tenantId, { left: 0, finishedAt: now });
  await sql.insertTombstones(tx, [{ ...stone, purged_at: now }]);
  await recordEvent(tx, SYSTEM, {
    action: 'tenant.purged',
    target: { kind: 'tenant', id: tenantId },
    partnerId: row.partner_id,
    tenantId,
    after: { sipPrefix: row.sip_prefix, cancelledAt: row.cancelled_at, removed, files },
  });
  await notifyPartner(tx, stone, now);
  await sql.deleteTenant(tx, tenantId);
  return 'purged';
}

/** Looks into every table that the database itself says names a tenant, and into the tenant's folder. Throws if anything is left. */
async function proveNothingIsLeft(tx: Tx, storage: Storage, tenantId: string): Promise<void> {
  const left: Record<string, number> = {};
  for (const { table, column } of await sql.tenantColumns(tx)) {
    const known = PURGE.some((line) => line.table === table && 'by' in line && line.by === column);
    if (!known) left[`${table}.${column}, which no line names`] = 1;
  }
  for (const line of PURGE) {
    const rows = await sql.countUndone(tx, line, tenantId);
    if (rows > 0) left[line.table] = (left[line.table] ?? 0) + rows;
  }
  const { files, folders } = await storage.count(tenantId);
  if (files + folders > 0) left['files and folders'] = files + folders;
  if (Object.keys(left).length > 0) {
    throw new Error(`The purge of tenant ${tenantId} would leave something behind: ${JSON.stringify(left)}`);
  }
}

/** By prefix: the tenant's name is gone. */
async function notifyPartner(tx: Tx, stone: sql.Tombstone, now: Date): Promise<void> {
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  for (const admin of await sql.adminsOfPartner(tx, stone.partner_id)) {
    await queueMail(tx, {
      to: admin.email,
      partnerId: stone.partner_id,
      subject: mailText`Tenant “${stone.sip_prefix}” has been removed for good`,
      body: mailText`The tenant with the SIP prefix “${stone.sip_prefix}”, cancelled on ${day(stone.cancelled_at)}, was removed for good on ${day(now)}:
its users, extensions, calls, mails and files no longer exist and cannot be restored.

Kept are its SIP prefix, which is never used again, its dates, and your audit trail without the tenant's personal data.
`,
      occasion: `purged:${stone.tenant_id}:${admin.id}`,
    });
  }
}
