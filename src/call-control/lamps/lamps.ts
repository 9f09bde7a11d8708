import fs from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '../../platform/db/db.ts';
import { limitConcurrency } from '../../platform/process/concurrency-limit.ts';
import { absentIsNull } from '../../platform/process/system-error.ts';
import { type Lamp, readLamps } from '../../voicemail/lamps.ts';
import { lampOf } from '../../voicemail/rules.ts';
import type { Request } from '../ari/ari.ts';

/**
 * Keeps the message lamps of phones up to date. Asterisk has them only in memory, and sends each change to the phone. A
 * file for each lamp that is not at zero says which ones to put out if the change came while call control was away.
 */
export type Lamps = {
  /** Call this when the messages of these extensions have changed. Null: any may have. */
  changed(extensions: readonly string[] | null): void;
};

/** Each update uses two Asterisk channels for a moment. */
const AT_ONCE = 8;

export type LampsOptions = { db: Db; dataDir: string; request: Request; log: (error: unknown) => void };

export function openLamps({ db, dataDir, request, log }: LampsOptions): Lamps {
  const folder = path.join(dataDir, 'run', 'lamps');
  let waiting = new Set<string>();
  let isAllWaiting = false;
  let isBusy = false;
  const inTurn = limitConcurrency(AT_ONCE);

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (isAllWaiting || waiting.size > 0) {
      const extensions = isAllWaiting ? null : [...waiting];
      isAllWaiting = false;
      waiting = new Set();
      await publishAll(extensions).catch(log);
    }
    isBusy = false;
  }
  async function publishAll(extensions: readonly string[] | null): Promise<void> {
    const lamps = await (extensions === null ? readAll() : readLamps(db, extensions));
    await fs.mkdir(folder, { recursive: true, mode: 0o700 }).catch(log);
    await Promise.all(lamps.map((lamp) => inTurn(() => publish(lamp))));
  }
  /** Those with messages, and those that Asterisk may still have with messages. */
  async function readAll(): Promise<Lamp[]> {
    const full = await readLamps(db, null);
    const isFull = new Set(full.map(({ extensionId }) => extensionId));
    const noted = ((await absentIsNull(fs.readdir(folder))) ?? []).filter((id) => !isFull.has(id));
    return noted.length === 0 ? full : [...full, ...(await readLamps(db, noted))];
  }
  /**
   * Sets the counts by a channel that runs the dialplan for it (asterisk/pbx/extensions.conf). The packaged Asterisk
   * has no other interface.
   */
  async function publish({ extensionId, fresh, old }: Lamp): Promise<void> {
    const note = path.join(folder, extensionId);
    // without the note the lamp still follows
    if (fresh + old > 0) await fs.writeFile(note, '').catch(log);
    await request('POST', 'channels', {
      endpoint: 'Local/s@lamps/n',
      context: 'lamps',
      extension: 'hold',
      priority: 1,
      variables: { LAMP: lampOf(extensionId), NEW: String(fresh), OLD: String(old) },
    });
    if (fresh + old === 0) await fs.rm(note, { force: true });
  }

  return {
    changed(extensions) {
      if (extensions === null) isAllWaiting = true;
      else for (const id of extensions) waiting.add(id);
      void work();
    },
  };
}
