import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { sendAlert } from './alerts.ts';

const Alert = z.object({ tenantId: z.string(), kind: z.enum(['refused', 'allowed']), at: z.iso.datetime() });

export const outboundTasks = {
  /** Added by the transaction that admits or refuses the call. */
  outbound_alert: {
    run: withPayload(Alert, (alert, { db }) => sendAlert(db, alert)),
  },
} satisfies Tasks;
