import { buffer } from 'node:stream/consumers';
import type { Config } from '../platform/config.ts';
import { type Db, inContext } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockDataAgainstPurge } from '../platform/db/tenant-lock.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { limitConcurrency } from '../platform/process/concurrency-limit.ts';
import { foundProgram } from '../platform/process/found-program.ts';
import type { MediaFailure, MediaOptions, Voice } from './contract.ts';
import { FORMATS } from './contract.ts';
import { convert, type PhoneSound } from './convert.ts';
import { storeFiles, removeUnplayedSoon, uploadFile } from './files.ts';
import { MAX_ATTEMPTS } from './rules.ts';
import * as sql from './sql.ts';
import { speak } from './voice.ts';

type Installation = Pick<Config, 'cacheDir' | 'voiceService'>;

/** The programs that set-up found, and the speech service. Read each time, because set-up may run while we do. */
const toolsOf = ({ cacheDir, voiceService }: Installation) => ({
  ffmpeg: foundProgram(cacheDir, 'ffmpeg'),
  voices: { service: voiceService, packaged: foundProgram(cacheDir, 'espeak-ng') },
});

/** What sounds can be made from on this installation. */
export function mediaOptions(config: Installation): MediaOptions {
  const { ffmpeg, voices } = toolsOf(config);
  return {
    formats: ffmpeg ? [...FORMATS] : ['wav'],
    voice: voices.service ? 'service' : voices.packaged ? 'packaged' : null,
  };
}

/** Speaks a text in the best available voice. Throws if there is none. `name`: for the temporary files. */
export async function speakText(config: Installation, text: string, name: string): Promise<PhoneSound> {
  const { ffmpeg, voices } = toolsOf(config);
  const { voice } = mediaOptions(config);
  if (voice === null) throw new Error('There is no voice here.');
  const made = await oneByOne(async () => convert(await speak(text, voice, voices), ffmpeg, name));
  if ('failure' in made) throw new Error(`A spoken text could not be converted: ${made.failure}`);
  return made;
}

/** A conversion needs memory for the whole sound, so each process runs one at a time. */
const oneByOne = limitConcurrency(1);

export type Conversion = { tenantId: string; mediaId: string; pending: string };

/**
 * Converts the pending file of a sound. It can be repeated, even after a crash at any point, because the result is written in one transaction at the
 * end. Throws errors that a retry may fix.
 */
export async function convertMedia(
  { db, storage, config }: { db: Db; storage: Storage; config: Installation },
  { tenantId, mediaId, pending }: Conversion,
): Promise<void> {
  const begun = await inContext(db, { tenantId }, (tx) => sql.beginAttempt(tx, mediaId, pending));
  if (begun) {
    const { attempts, text, voice, name } = begun;
    const isLast = attempts >= MAX_ATTEMPTS;
    // one attempt more than the maximum: the last one crashed
    const made =
      attempts > MAX_ATTEMPTS
        ? { failure: 'given_up' as const }
        : await oneByOne(() => make({ storage, config, tenantId, pending, text, voice, isLast }));
    await inContext(db, { tenantId }, async (tx) => {
      const tenant = await lockDataAgainstPurge(tx, tenantId);
      if (!tenant) return;
      if (!('failure' in made)) await storeFiles(tx, storage, tenantId, made);
      const result = 'failure' in made ? made : { hash: made.hash };
      if (!(await sql.finish(tx, mediaId, pending, result))) return;
      await removeUnplayedSoon(tx, tenantId);
      if (!('failure' in made)) return;
      const target = { kind: 'media', id: mediaId };
      const after = { name, failure: made.failure };
      await recordEvent(tx, SYSTEM, { action: 'media.failed', target, partnerId: tenant.partnerId, tenantId, after });
    });
  }
  await storage.remove(tenantId, 'media', uploadFile(pending));
}

type Order = {
  storage: Storage;
  config: Installation;
  tenantId: string;
  pending: string;
  text: string | null;
  voice: Voice | null;
  isLast: boolean;
};

async function make(order: Order): Promise<PhoneSound | { failure: MediaFailure }> {
  const { storage, config, tenantId, pending, text, voice, isLast } = order;
  const { ffmpeg, voices } = toolsOf(config);
  if (text !== null && voice !== null) {
    try {
      return await convert(await speak(text, voice, voices), ffmpeg, pending);
    } catch (error) {
      if (isLast) return { failure: 'voice' };
      throw error;
    }
  }
  const file = await storage.open(tenantId, 'media', uploadFile(pending));
  if (!file) return { failure: 'given_up' };
  try {
    return await convert(await buffer(file.read()), ffmpeg, pending);
  } finally {
    await file.close();
  }
}
