import { addJob, type Tx } from '../platform/db/db.ts';
import type { CallCap } from './cap-contract.ts';

/** A cap that has ended a live call, or refused one: its value then, in micros or seconds. */
export type CapHit = { cap: CallCap; value: string };

/** Has the tenant's caps looked at after this transaction. */
export const requestReview = (tx: Tx, tenantId: string): Promise<void> =>
  addJob(tx, 'review_caps', { tenantId }, { key: `review_caps:${tenantId}` });

/** Of a cap that has ended a live call: it counts as reached, though a bit of it may be left that no increment fits into. */
export const reportHit = (tx: Tx, tenantId: string, { cap, value }: CapHit): Promise<void> =>
  addJob(tx, 'review_caps', { tenantId, cap, value }, { key: `review_caps:${tenantId}:${cap}` });
