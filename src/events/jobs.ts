import { setTimeout as pause } from 'node:timers/promises';
import type { Tasks } from '../platform/db/jobs.ts';
import { KEPT_DAYS } from './rules.ts';
import { openSequencer } from './sequencer.ts';
import { dropOld } from './sql.ts';

/** How soon a committed event gets its place. */
const LOOK_MS = 25;
/** How soon one gets it whose transaction was open for long. */
const FULL_LOOK_MS = 1000;

const DROPPED_AT_ONCE = 5000;

export const eventTasks = {
  /** Gives events their places. With several machines, one sequencer works at a time. */
  place_events: {
    everyMs: 1000,
    run: async (_ids, { db, log }, signal) => {
      const sequencer = openSequencer(db, log);
      for (let fullAt = 0; !signal.aborted;) {
        const isDue = performance.now() >= fullAt;
        if (isDue) fullAt = performance.now() + FULL_LOOK_MS;
        const { isFull } = await sequencer.run(isDue ? 'everywhere' : 'recent');
        if (!isFull) await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  },
  drop_old_events: {
    cron: '47 * * * *',
    run: async (_ids, { db }) => {
      while ((await dropOld(db, KEPT_DAYS, DROPPED_AT_ONCE)) === DROPPED_AT_ONCE);
    },
  },
} satisfies Tasks;
