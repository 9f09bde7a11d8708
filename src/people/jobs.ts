import { asNobody } from '../platform/db.ts';
import type { Tasks } from '../platform/jobs.ts';
import { forgetExpired } from './sql.ts';

export const housekeeping = {
  /** Ended sessions, old links, old tries, and answers kept for a repeated Idempotency-Key. */
  forget_expired: { cron: '17 * * * *', run: (_ids, { db }) => asNobody(db, forgetExpired) },
} satisfies Tasks;
