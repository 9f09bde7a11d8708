import type { Tasks } from '../platform/db/jobs.ts';
import { refreshDueFees } from './fees/fees.ts';
import { turnCycles } from './cycles/cycle-rows.ts';

export const billingTasks = {
  /** A cycle is made when it is needed. This makes the ones that nothing has needed yet. */
  turn_billing_cycles: {
    cron: '* * * * *',
    run: (_payload, { db }) => turnCycles(db, new Date()),
  },
  /** Local midnights come at any quarter of an hour somewhere. */
  refresh_fees: {
    cron: '*/5 * * * *',
    run: (_payload, { db }) => refreshDueFees(db, new Date()),
  },
} satisfies Tasks;
