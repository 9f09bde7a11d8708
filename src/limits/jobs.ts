import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { CallCap } from './cap-contract.ts';
import { reviewCaps } from './cap-review.ts';

const Review = z.object({
  tenantId: z.string(),
  /** a cap that has ended or refused a call, and its value at that time */
  cap: CallCap.optional(),
  value: z.string().optional(),
});

export const limitTasks = {
  /** Added by the transaction in which a cap may have been reached or raised, or a new cycle has started. */
  review_caps: {
    run: withPayload(Review, ({ tenantId, cap, value }, { db }) =>
      reviewCaps(db, tenantId, cap && value ? { cap, value } : null, new Date()),
    ),
  },
} satisfies Tasks;
