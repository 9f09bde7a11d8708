import type { Tasks } from '../platform/db/jobs.ts';
import { turnCycles } from './cycle-rows.ts';

export const billingTasks = {
  /** Whoever needs a cycle makes it; this is for the tenants that nobody asks about. */
  turn_billing_cycles: {
    cron: '* * * * *',
    run: (_payload, { db }) => turnCycles(db, new Date()),
  },
} satisfies Tasks;
