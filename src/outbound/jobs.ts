import type { Tasks } from '../platform/db/jobs.ts';
import { sendAlert } from './alerts.ts';

export const outboundTasks = {
  /** Added by the transaction that admits or refuses the call. */
  outbound_alert: {
    run: async ({ tenantId, kind, at }, { db }) => sendAlert(db, { tenantId: tenantId!, kind: kind!, at: at! }),
  },
} satisfies Tasks;
