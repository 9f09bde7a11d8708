import { type Lamp, readLamps } from '../../voicemail/lamps.ts';
import type { Db } from '../../platform/db/db.ts';
import { limitConcurrency } from '../../platform/process/concurrency-limit.ts';
import type { Request } from '../ari/ari.ts';

/** Keeps the message lamps of phones up to date. Asterisk has them only in memory, and sends each change to the phone. */
export type Lamps = {
  /** Call this when the messages of these extensions have changed. Null: any may have. */
  changed(extensions: readonly string[] | null): void;
};

/** Each update uses two Asterisk channels for a moment. */
const AT_ONCE = 8;

export function openLamps({ db, request, log }: { db: Db; request: Request; log: (error: unknown) => void }): Lamps {
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
    const lamps = await readLamps(db, extensions);
    await Promise.all(lamps.map((lamp) => inTurn(() => publish(lamp))));
  }
  /**
   * Sets the counts by a channel that runs the dialplan for it (asterisk/pbx/extensions.conf). The packaged Asterisk
   * has no other interface.
   */
  async function publish({ name, fresh, old }: Lamp): Promise<void> {
    await request('POST', 'channels', {
      endpoint: 'Local/s@lamps/n',
      context: 'lamps',
      extension: 'hold',
      priority: 1,
      variables: { LAMP: name, NEW: String(fresh), OLD: String(old) },
    });
  }

  return {
    changed(extensions) {
      if (extensions === null) isAllWaiting = true;
      else for (const id of extensions) waiting.add(id);
      void work();
    },
  };
}
