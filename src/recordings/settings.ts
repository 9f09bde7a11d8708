import type { z } from 'zod';
import { namesOfSounds, requireReady } from '../media/media.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { type RecordingSettings, type RecordingSettingsPatch, RETENTION_DAYS } from './contract.ts';
import * as sql from './settings-sql.ts';

const USUAL: RecordingSettings = {
  announce: true,
  announcementId: null,
  onDemand: true,
  numberIds: [],
  retentionDays: RETENTION_DAYS.usual,
  version: 0,
};

export async function readSettings(tx: Tx, tenantId: string): Promise<RecordingSettings> {
  const row = await sql.findSettings(tx, tenantId);
  if (!row) return USUAL;
  return {
    announce: row.announce,
    announcementId: row.announcement_id,
    onDemand: row.on_demand,
    numberIds: row.did_ids,
    retentionDays: row.retention_days,
    version: row.version,
  };
}

/** Applies to calls answered from now on. Turning the announcement off requires a confirmation that it is lawful, which is recorded. */
export async function editSettings(
  tx: Tx,
  by: Actor,
  { tenant, patch, ifMatch }: { tenant: Owner; patch: z.output<typeof RecordingSettingsPatch>; ifMatch: number | null },
): Promise<RecordingSettings> {
  const { confirmLawful, ...fields } = patch;
  await lockTenants(tx, [tenant.id]);
  const { version, ...before } = await readSettings(tx, tenant.id);
  checkVersion(ifMatch, version);
  const after = { ...before, ...fields };
  const changed = changes(before, after);
  if (!changed) return { ...before, version };
  await checkNumbers(tx, tenant.id, patch.numberIds ?? []);
  const { announcementId } = changed.after;
  if (announcementId != null) await requireReady(tx, announcementId, 'announcementId');
  await sql.putSettings(tx, tenant.id, {
    announce: after.announce,
    announcement_id: after.announcementId,
    on_demand: after.onDemand,
    did_ids: after.numberIds,
    retention_days: after.retentionDays,
  });
  const named = await soundNamer(tx, before, after);
  await recordEvent(tx, by, {
    ...eventOf('recording_settings.edited', tenant, tenant.id),
    before: named(changed.before),
    after: { ...named(changed.after), ...(changed.after.announce === false && { confirmLawful }) },
  });
  return readSettings(tx, tenant.id);
}

type Settings = Omit<RecordingSettings, 'version'>;

/** Names the announcement in the audit log: an id means nothing to a reader, least of all once the sound is deleted. */
async function soundNamer(tx: Tx, before: Settings, after: Settings) {
  const nameOf = await namesOfSounds(tx, [before.announcementId, after.announcementId]);
  return ({ announcementId, ...rest }: Partial<Settings>) =>
    announcementId === undefined ? rest : { ...rest, announcement: nameOf(announcementId) };
}

async function checkNumbers(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  const own = new Set(await sql.ownNumbers(tx, tenantId, ids));
  if (ids.every((id) => own.has(id))) return;
  throw invalidField('numberIds', 'Choose numbers of this tenant.', 'One of the numbers doesn’t belong to the tenant.');
}

const eventOf = eventsOf('tenant');
