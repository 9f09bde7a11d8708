import type { z } from 'zod';
import { addJob, type Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { FileResponse } from '../platform/http/responses/file-response.ts';
import { newId } from '../platform/values/ids.ts';
import type { Upload } from '../platform/values/upload.ts';
import { type Media, mediaErrors, type MediaOptions, type MediaQuery, type MediaUse } from './contract.ts';
import { removeUnplayedSoon, uploadFile } from './files.ts';
import { uploadFault, wideFile } from './rules.ts';
import * as sql from './sql.ts';
import { type MediaUsers, usesOf } from './uses.ts';

const fail = errorFactory({ ...platformErrors, ...mediaErrors });

/** The source of a sound. */
export type Origin = { file: Upload } | { text: string };
type Source = { file: { bytes: Uint8Array } } | { text: string };

export type MediaDeps = { storage: Storage; users: MediaUsers; options: () => MediaOptions };

const stateOf = ({ pending, failure }: Pick<sql.MediaRow, 'pending' | 'failure'>): Media['state'] =>
  pending !== null ? 'converting' : failure !== null ? 'failed' : 'ready';

const toMedia = (row: sql.MediaRow, uses: MediaUse[]): Media => ({
  id: row.id,
  name: row.name,
  source: row.source,
  text: row.text,
  voice: row.voice,
  state: stateOf(row),
  failure: row.failure,
  seconds: row.milliseconds === null ? null : row.milliseconds / 1000,
  hash: row.hash,
  uses,
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

/** The state and content hash of sounds, by id. Deleted ones are left out. */
export async function soundsAmong(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { state: Media['state']; hash: string | null }>> {
  const rows = await sql.mediaAmong(tx, ids);
  return new Map(rows.map((row) => [row.id, { state: stateOf(row), hash: row.hash }]));
}

/** Refuses a sound that isn't in the library or isn't converted yet. `field`: the field that named it. */
export async function requireReady(tx: Tx, mediaId: string, field: string): Promise<void> {
  const sound = (await soundsAmong(tx, [mediaId])).get(mediaId);
  if (sound?.hash != null) return;
  throw invalidField(
    field,
    sound ? 'This sound isn’t ready yet. Try again in a moment.' : 'Choose a sound of the media library.',
  );
}

/** The names of these sounds, or null for deleted ones and none. */
export async function namesOfSounds(
  tx: Tx,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => string | null> {
  const wanted = ids.filter((id) => id !== null);
  const names = new Map((await sql.mediaAmong(tx, wanted)).map(({ id, name }) => [id, name]));
  return (id) => (id === null ? null : (names.get(id) ?? null));
}

export async function readMedia(tx: Tx, row: sql.MediaRow, users: MediaUsers): Promise<Media> {
  return toMedia(row, (await usesOf(tx, [row.id], users)).get(row.id) ?? []);
}

export async function listMedia(tx: Tx, query: z.output<typeof MediaQuery>, users: MediaUsers) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listMedia(tx, { search, ...page });
  const total = await sql.countMedia(tx, search);
  const uses = await usesOf(
    tx,
    rows.map(({ id }) => id),
    users,
  );
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), (row) =>
    toMedia(row, uses.get(row.id) ?? []),
  );
}

/** Refuses a file that can't be converted here, with a message for the person who chose it. */
export function checkUpload(file: Upload, options: MediaOptions): void {
  const fault = uploadFault(file.bytes, options);
  if (fault !== null) throw fail('invalid', fault);
}

/** Adds a sound, which is converted in the background. Codes: `media_name_taken`, `invalid` (there is no voice to speak the text). */
export async function addMedia(
  tx: Tx,
  by: Actor,
  { tenant, input: { name, ...origin }, deps }: { tenant: Owner; input: { name: string } & Origin; deps: MediaDeps },
): Promise<Media> {
  await lockTenants(tx, [tenant.id]);
  const id = newId();
  await requireFreeName(tx, tenant.id, name, id);
  const columns = originColumns(origin, deps.options());
  await sql.insertMedia(tx, { id, tenant_id: tenant.id, name, ...columns });
  await startConversion(tx, deps.storage, { tenantId: tenant.id, mediaId: id, pending: columns.pending, origin });
  await recordEvent(tx, by, { ...eventOf('media.created', tenant, id), after: { name, ...described(origin) } });
  return readMedia(tx, await reread(tx, id), deps.users);
}

/**
 * Adds a recording made by phone (phone sound in WAV) and returns its id. If the name was taken meanwhile, a number is
 * appended, so that the recording is not lost.
 */
export async function addRecorded(
  tx: Tx,
  by: Actor,
  { tenant, name, wav, storage }: { tenant: Owner; name: string; wav: Buffer; storage: Storage },
): Promise<string> {
  await lockTenants(tx, [tenant.id]);
  const [id, pending] = [newId(), newId()];
  let free = name;
  for (let n = 2; await sql.isNameTaken(tx, tenant.id, free, id); n++) free = `${name.slice(0, 90)} ${n}`;
  const row = { id, tenant_id: tenant.id, name: free, pending, source: 'phone', text: null, voice: null } as const;
  await sql.insertMedia(tx, row);
  await startConversion(tx, storage, { tenantId: tenant.id, mediaId: id, pending, origin: { file: { bytes: wav } } });
  await recordEvent(tx, by, { ...eventOf('media.created', tenant, id), after: { name: free, source: 'phone' } });
  return id;
}

/** Replaces the sound. Until the new one is converted, the old one is played. */
export async function replaceMedia(
  tx: Tx,
  by: Actor,
  { tenant, id, origin, ifMatch, deps }: TenantObject & { origin: Origin; deps: MediaDeps },
): Promise<Media> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  if (before.pending !== null) throw fail('media_converting', 'This sound is still being converted.');
  const columns = originColumns(origin, deps.options());
  await sql.updateMedia(tx, id, { ...columns, failure: null, attempts: 0 });
  await startConversion(tx, deps.storage, { tenantId: tenant.id, mediaId: id, pending: columns.pending, origin });
  await recordEvent(tx, by, {
    ...eventOf('media.replaced', tenant, id),
    before: { name: before.name, source: before.source, ...(before.text !== null && { text: before.text }) },
    after: { name: before.name, ...described(origin) },
  });
  return readMedia(tx, await reread(tx, id), deps.users);
}

export async function renameMedia(
  tx: Tx,
  by: Actor,
  { tenant, id, name, ifMatch, users }: TenantObject & { name: string | undefined; users: MediaUsers },
): Promise<Media> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  if (name === undefined || name === before.name) return readMedia(tx, before, users);
  await requireFreeName(tx, tenant.id, name, id);
  await sql.updateMedia(tx, id, { name });
  const event = eventOf('media.renamed', tenant, id);
  await recordEvent(tx, by, { ...event, before: { name: before.name }, after: { name } });
  return readMedia(tx, await reread(tx, id), users);
}

/** Deletes a sound. Whatever played it then plays its default. */
export async function deleteMedia(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, users }: TenantObject & { users: MediaUsers },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.version);
  const uses = (await usesOf(tx, [id], users)).get(id) ?? [];
  for (const user of users) await user.release(tx, id);
  await sql.deleteMedia(tx, id);
  await removeUnplayedSoon(tx, tenant.id);
  const before = { name: row.name, source: row.source };
  const after = uses.length > 0 ? { released: uses.map(({ name }) => name) } : null;
  await recordEvent(tx, by, { ...eventOf('media.deleted', tenant, id), before, after });
}

/** The page plays the converted sound, so that users hear what callers hear. */
export async function playMedia(row: sql.MediaRow, storage: Storage): Promise<FileResponse> {
  const file = row.hash === null ? null : await storage.open(row.tenant_id, 'media', wideFile(row.hash));
  if (!file) throw notFound();
  return new FileResponse(file, { type: 'audio/wav', name: `${row.name}.wav` });
}

async function reread(tx: Tx, id: string): Promise<sql.MediaRow> {
  const row = await sql.findMedia(tx, id);
  if (!row) throw notFound();
  return row;
}

/** Refuses a name that another sound of the tenant has. */
export async function requireFreeName(tx: Tx, tenantId: string, name: string, except: string): Promise<void> {
  if (!(await sql.isNameTaken(tx, tenantId, name, except))) return;
  const message = 'There are media with this name already.';
  throw fail('media_name_taken', message, { errors: [{ path: 'name', message }] });
}

function originColumns(origin: Origin, { voice }: MediaOptions) {
  const pending = newId();
  if ('file' in origin) return { pending, source: 'upload' as const, text: null, voice: null };
  if (voice === null) throw fail('invalid', 'This installation has no voice. Upload a sound instead.');
  return { pending, source: 'speech' as const, text: origin.text, voice };
}

async function startConversion(
  tx: Tx,
  storage: Storage,
  { tenantId, mediaId, pending, origin }: { tenantId: string; mediaId: string; pending: string; origin: Source },
): Promise<void> {
  if ('file' in origin) await storage.put(tenantId, 'media', uploadFile(pending), Buffer.from(origin.file.bytes));
  await addJob(tx, 'convert_media', { tenantId, mediaId, pending });
}

const described = (origin: Origin): Record<string, unknown> =>
  'file' in origin ? { source: 'upload', bytes: origin.file.bytes.length } : { source: 'speech', text: origin.text };

const eventOf = eventsOf('media');
