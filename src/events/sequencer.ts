import type { Logger } from 'pino';
import { asNobody, type Db } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { placeQueued } from './placing.ts';
import * as sql from './sql.ts';

/** Events that get their positions in one transaction. */
const BATCH_SIZE = 500;
/** How far below the newest id a quick look begins, because transactions can commit in another order than they began. */
const OVERLAP = 1000;

export type Placed = {
  /** The webhooks that get these events. */
  webhookIds: string[];
  /** Whether there may be more. */
  isFull: boolean;
};

export type Sequencer = {
  /** Gives positions to a batch of committed events. `everywhere` also finds those of long transactions. */
  run(from: 'recent' | 'everywhere'): Promise<Placed>;
};

/** Only one process at a time gives positions. The others find nothing to do meanwhile. */
export function openSequencer(db: Db, log: Logger): Sequencer {
  let newest = 0;
  return {
    async run(from) {
      // while a transaction is open, vacuum can't remove finished rows from the start of the queue, so most looks skip them
      const fromId = from === 'everywhere' ? 0 : Math.max(0, newest - OVERLAP);
      return asNobody(db, async (tx) => {
        const queued = await sql.takeQueued(tx, String(fromId), BATCH_SIZE);
        if (queued.length === 0) return { webhookIds: [], isFull: false };
        const { placed, done, refused } = placeQueued(queued, newId);
        for (const { error, ...row } of refused) log.error({ err: error, ...row }, 'no event can be made of this');
        const webhookIds = await sql.place(tx, { placed, done, refused: refused.map(({ id }) => id) });
        // an urgent event may have been taken before earlier ones
        newest = Math.max(newest, ...queued.filter(({ urgent }) => !urgent).map(({ id }) => Number(id)));
        return { webhookIds, isFull: queued.length === BATCH_SIZE };
      });
    },
  };
}

/** Called before a tenant is purged. After it, no sequencer can place events of the tenant. */
export const stopEventsOf = (db: Db): Promise<void> => asNobody(db, sql.awaitSequencer);

/** Prevents placing until this transaction ends, so that no event is missed between the current feed and the queue. */
export const lockSequencer = sql.awaitSequencer;
