import type { Tasks } from '../platform/db/jobs.ts';
import { notifyEmergency } from './notice.ts';

export const emergencyTasks = {
  /** Added by the transaction that admits the call. */
  notify_emergency: {
    run: async ({ tenantId, callId }, { db }) => notifyEmergency(db, tenantId!, callId!),
  },
} satisfies Tasks;
