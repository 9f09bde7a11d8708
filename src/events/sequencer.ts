import type { Logger } from 'pino';
import { asNobody, type Db } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { placeQueued } from './placing.ts';
import * as sql from './sql.ts';

/** Events that get their places in one transaction. */
const BATCH_SIZE = 500;
/** How far below the newest id a quick look begins: transactions that end in another order than they began. */
const OVERLAP = 1000;

export type Placed = {
  /** The webhooks that hear of them. */
  webhookIds: string[];
  /** There may be more. */
  isFull: boolean;
};

export type Sequencer = {
  /** Gives places to a batch of committed events. `everywhere` also finds those whose transaction was open for long. */
  run(from: 'recent' | 'everywhere'): Promise<Placed>;
};

/** Of all processes one at a time gives places: the others find nothing to do meanwhile. */
export function openSequencer(db: Db, log: Logger): Sequencer {
  let newest = 0;
  return {
    async run(from) {
      // while a transaction stays open, the rows that are done with can't be removed from the queue's beginning: most looks leave them out
      const fromId = from === 'everywhere' ? 0 : Math.max(0, newest - OVERLAP);
      return asNobody(db, async (tx) => {
        const queued = await sql.takeQueued(tx, String(fromId), BATCH_SIZE);
        if (queued.length === 0) return { webhookIds: [], isFull: false };
        const { placed, done, refused } = placeQueued(queued, newId);
        for (const { error, ...row } of refused) log.error({ err: error, ...row }, 'no event can be made of this');
        const webhookIds = await sql.place(tx, { placed, done, refused: refused.map(({ id }) => id) });
        // an urgent one says nothing about those before it
        newest = Math.max(newest, ...queued.filter(({ urgent }) => !urgent).map(({ id }) => Number(id)));
        return { webhookIds, isFull: queued.length === BATCH_SIZE };
      });
    },
  };
}

/** Before a tenant is purged: from now on nothing places events of it. */
export const stopEventsOf = (db: Db): Promise<void> => asNobody(db, sql.awaitSequencer);

/** Prevents placing events until this transaction ends, so that none is missed between what is queued now and what is queued when it is placed. */
export const holdSequencer = sql.awaitSequencer;
