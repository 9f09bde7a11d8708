import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs.ts';
import { CallCap } from './cap-contract.ts';
import { reviewCaps } from './cap-review.ts';

const Review = z.object({
  tenantId: z.string(),
  /** a cap that has ended a call or refused one, and its value then */
  cap: CallCap.optional(),
  value: z.string().optional(),
});

export const limitTasks = {
  /** Added by the transaction in which a cap may have been reached, raised, or begun anew with a cycle. */
  review_caps: {
    run: withPayload(Review, ({ tenantId, cap, value }, { db }) =>
      reviewCaps(db, tenantId, cap && value ? { cap, value } : null, new Date()),
    ),
  },
} satisfies Tasks;
