import { addJob, asTenant, type Db, type Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockAgainstPurge } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { FileResponse, isFromStart } from '../platform/http/responses/file-response.ts';
import { newId } from '../platform/values/ids.ts';
import { archiveOf } from './archive.ts';
import { type Export, exportErrors } from './contract.ts';
import { RETENTION_MS, PREPARATION_MS } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory(exportErrors);

const fileOf = (exportId: string): string => `${exportId}.zip`;

function toExport(row: sql.ExportRow | undefined): Export {
  if (!row) return { status: 'none', requestedAt: null, readyAt: null, bytes: null, removedAt: null };
  return {
    status: row.ready_at ? 'ready' : 'preparing',
    requestedAt: row.requested_at.toISOString(),
    readyAt: row.ready_at?.toISOString() ?? null,
    bytes: row.bytes === null ? null : Number(row.bytes),
    removedAt: row.ready_at ? new Date(row.ready_at.getTime() + RETENTION_MS).toISOString() : null,
  };
}

export async function readExport(tx: Tx, tenantId: string): Promise<Export> {
  return toExport(await sql.findExport(tx, tenantId));
}

/** Queues a job that prepares a new export, which replaces the last one. Returns the running export if one is being prepared. */
export async function requestExport(tx: Tx, by: Actor, tenant: Owner, now: Date): Promise<Export> {
  const present = await sql.findExport(tx, tenant.id);
  const running = present && !present.ready_at && now.getTime() - present.requested_at.getTime() < PREPARATION_MS;
  if (running) return toExport(present);
  const id = newId();
  const row = await sql.startExport(tx, { tenant_id: tenant.id, id, requested_at: now });
  await addJob(tx, 'export_tenant', { tenantId: tenant.id, exportId: id }, { key: `export:${tenant.id}` });
  await recordEvent(tx, by, eventOf('tenant.exported', tenant, tenant.id));
  return toExport(row);
}

/** Returns the file and records the download once: later pieces (a `range` after the start) for the person who began it are not recorded again. */
export async function downloadExport(
  tx: Tx,
  by: Actor,
  { tenant, range, storage }: { tenant: Owner; range: string | undefined; storage: Storage },
): Promise<FileResponse> {
  const row = await sql.findExport(tx, tenant.id);
  const file = row?.ready_at ? await storage.open(tenant.id, 'exports', fileOf(row.id)) : null;
  if (!row || !file) throw fail('not_ready', 'There is no export to download. Request one first.');
  if (row.downloaded_by !== by.id || isFromStart(range, file.bytes)) {
    await sql.setDownloader(tx, row.id, by.id);
    await recordEvent(tx, by, eventOf('tenant.export_downloaded', tenant, tenant.id));
  }
  return new FileResponse(file, { type: 'application/zip', name: 'export.zip' });
}

/** Runs as a job. Nothing of the tenant is locked while the file grows, so the purge is checked for before and after. */
export async function prepareExport(
  db: Db,
  storage: Storage,
  { tenantId, exportId, now }: { tenantId: string; exportId: string; now: Date },
): Promise<void> {
  const file = await asTenant(db, tenantId, async (tx) =>
    (await isCurrentExport(tx, tenantId, exportId)) ? storage.create(tenantId, 'exports', fileOf(exportId)) : null,
  );
  if (!file) return;
  try {
    const bytes = await file.fill(await archiveOf(db, storage, tenantId, now));
    await asTenant(db, tenantId, async (tx) => {
      if (!(await isCurrentExport(tx, tenantId, exportId))) return;
      await file.keep();
      await sql.finishExport(tx, exportId, bytes);
      await addJob(tx, 'remove_export', { tenantId, exportId }, { afterMs: RETENTION_MS });
    });
  } finally {
    await file.drop();
  }
  for (const { name } of await storage.list(tenantId, 'exports')) {
    if (name < fileOf(exportId)) await storage.remove(tenantId, 'exports', name);
  }
}

async function isCurrentExport(tx: Tx, tenantId: string, exportId: string): Promise<boolean> {
  return (await lockAgainstPurge(tx, tenantId)) !== undefined && (await sql.findExport(tx, tenantId))?.id === exportId;
}

export async function deleteExport(db: Db, storage: Storage, tenantId: string, exportId: string): Promise<void> {
  await storage.remove(tenantId, 'exports', fileOf(exportId));
  await asTenant(db, tenantId, (tx) => sql.deleteExport(tx, exportId));
}

const eventOf = eventsOf('tenant');
