import type { Tasks } from '../platform/db/jobs/jobs.ts';
import { RETENTION_DAYS } from './rules.ts';
import { dropOld } from './sql.ts';

const DROPPED_AT_ONCE = 5000;

export const eventTasks = {
  drop_old_events: {
    cron: '47 * * * *',
    run: async (_ids, { db }) => {
      while ((await dropOld(db, RETENTION_DAYS, DROPPED_AT_ONCE)) === DROPPED_AT_ONCE);
    },
  },
} satisfies Tasks;
