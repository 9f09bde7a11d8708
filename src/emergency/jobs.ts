import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { notifyEmergency } from './notice.ts';

export const emergencyTasks = {
  /** Added by the transaction that admits the call. */
  notify_emergency: {
    run: withPayload(z.object({ tenantId: z.string(), callId: z.string() }), async ({ tenantId, callId }, { db }) =>
      notifyEmergency(db, tenantId, callId),
    ),
  },
} satisfies Tasks;
