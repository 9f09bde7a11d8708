import { addJob, type Tx } from '../platform/db/db.ts';
import type { CallCap } from './cap-contract.ts';

/** A cap that has ended or refused a call, with its value at that time in micros or seconds. */
export type CapHit = { cap: CallCap; value: string };

/** Requests a review of the tenant's caps after this transaction. */
export const requestReview = (tx: Tx, tenantId: string): Promise<void> =>
  addJob(tx, 'review_caps', { tenantId }, { key: `review_caps:${tenantId}` });

/** Reports a cap that has ended a live call. It counts as reached, even if a rest remains that no increment fits into. */
export const reportHit = (tx: Tx, tenantId: string, { cap, value }: CapHit): Promise<void> =>
  addJob(tx, 'review_caps', { tenantId, cap, value }, { key: `review_caps:${tenantId}:${cap}` });
