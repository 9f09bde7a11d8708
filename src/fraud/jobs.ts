import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { actOnTrip, watchCalls } from './trips.ts';

const Trip = z.object({ tenantId: z.string(), tripId: z.string() });

export const fraudTasks = {
  /** Added by the transaction in which a rule trips. */
  act_on_fraud_trip: {
    run: withPayload(Trip, ({ tenantId, tripId }, { db }) => actOnTrip(db, tenantId, tripId)),
  },
  watch_calls_for_fraud: {
    cron: '* * * * *',
    run: (_payload, { db }) => watchCalls(db, new Date()),
  },
} satisfies Tasks;
