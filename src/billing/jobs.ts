import type { Tasks } from '../platform/db/jobs/jobs.ts';
import { turnCycles } from './cycles/cycle-rows.ts';
import { refreshDueFees } from './fees/fees.ts';

export const billingTasks = {
  /** Cycles are created when they are needed; this job creates the rest. */
  turn_billing_cycles: {
    cron: '* * * * *',
    run: (_payload, { db }) => turnCycles(db, new Date()),
  },
  /** Every quarter of an hour, because local midnights differ by that much. */
  refresh_fees: {
    cron: '*/5 * * * *',
    run: (_payload, { db }) => refreshDueFees(db, new Date()),
  },
} satisfies Tasks;
