import type { Tasks } from '../platform/db/jobs.ts';
import { chaseOverdue } from './dunning.ts';

export const pastDueTasks = {
  /** Every quarter of an hour, since it goes by each tenant's own clock. */
  chase_overdue: {
    cron: '*/15 * * * *',
    run: (_payload, { db, log }) => chaseOverdue(db, new Date(), log),
  },
} satisfies Tasks;
