import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { followUpRefunds, resumeRefunds, settleRefund, settleRefundsOf } from './sending.ts';

export const refundTasks = {
  settle_refund: {
    run: withPayload(z.object({ tenantId: z.string(), refundId: z.string() }), (ref, deps) =>
      settleRefund(deps.db, ref, new Date(), deps),
    ),
  },
  settle_refunds_of_charge: {
    run: withPayload(z.object({ tenantId: z.string(), attemptId: z.string() }), (ref, deps) =>
      settleRefundsOf(deps.db, ref, new Date(), deps),
    ),
  },
  resume_refunds: {
    run: withPayload(z.object({ partnerId: z.string() }), ({ partnerId }, { db }) => resumeRefunds(db, partnerId)),
  },
  follow_up_refunds: {
    cron: '*/10 * * * *',
    run: (_payload, { db }) => followUpRefunds(db, new Date()),
  },
} satisfies Tasks;
