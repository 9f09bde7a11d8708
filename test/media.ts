import { narrowFile, wideFile } from '../src/media/rules.ts';
import { writeWav } from '../src/platform/audio/wav.ts';
import type { Storage } from '../src/platform/db/storage.ts';
import { newId } from '../src/platform/values/ids.ts';
import type { TestApp } from './app.ts';

/** The content hash of a sound whose file doesn't matter. */
export const SOME_HASH = 'a'.repeat(64);

/** Inserts a sound into a tenant's library without converting it. Returns its id. `hash`: null if it isn't converted yet. */
export async function addMedia(
  app: Pick<TestApp, 'query'>,
  tenantId: string,
  name: string,
  hash: string | null = SOME_HASH,
): Promise<string> {
  const id = newId();
  if (hash !== null) await app.query(INSERT_FILE, [tenantId, hash]);
  await app.query("insert into media (id, tenant_id, name, source, hash) values ($1, $2, $3, 'upload', $4)", [
    id,
    tenantId,
    name,
    hash,
  ]);
  return id;
}

/** Marks it as converted. */
export async function convertAs(
  app: Pick<TestApp, 'query'>,
  tenantId: string,
  id: string,
  hash: string,
): Promise<void> {
  await app.query(INSERT_FILE, [tenantId, hash]);
  await app.query('update media set hash = $2, version = version + 1 where id = $1', [id, hash]);
}

const INSERT_FILE =
  'insert into media_files (tenant_id, hash, milliseconds, bytes) values ($1, $2, 1000, 1) on conflict do nothing';

/** Adds a tone with its files to a tenant's library. Two seconds long, so that tests can hear it start over. */
export async function addTone(
  app: Pick<TestApp, 'query'>,
  storage: Storage,
  tenantId: string,
  hz: number,
): Promise<{ mediaId: string; hash: string }> {
  const hash = hz.toString(16).padStart(64, '0');
  await storage.put(tenantId, 'media', narrowFile(hash), tone(hz, 8000));
  await storage.put(tenantId, 'media', wideFile(hash), tone(hz, 16_000));
  return { hash, mediaId: await addMedia(app, tenantId, newId(), hash) };
}

const tone = (hz: number, rate: number): Buffer =>
  writeWav(
    Float32Array.from({ length: 2 * rate }, (_, n) => 0.3 * Math.sin((2 * Math.PI * hz * n) / rate)),
    rate,
  );
