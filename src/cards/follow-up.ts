import { addJob, asNobody, type Db, type Tx } from '../platform/db/db.ts';
import { eachById } from '../platform/db/each-page.ts';
import * as sql from './sql.ts';

const AT_ONCE = 200;
/** How long nothing must have been heard of a payment or refund. */
const SILENT_MS = 10 * 60_000;

type Silent = { id: string; tenant_id: string };

/** Queues look-ups of everything of which nothing has been heard for a while, because the provider's events can be lost for good. */
export async function followUpSilent(
  db: Db,
  now: Date,
  list: (tx: Tx, unchangedSince: Date, after: string, atMost: number) => Promise<Silent[]>,
  lookLater: (tx: Tx, silent: Silent) => Promise<void>,
): Promise<void> {
  const since = new Date(now.getTime() - SILENT_MS);
  const pages = eachById(
    AT_ONCE,
    (after, atMost) => asNobody(db, (tx) => list(tx, since, after, atMost)),
    ({ id }) => id,
  );
  for await (const page of pages)
    await asNobody(db, async (tx) => {
      for (const silent of page) await lookLater(tx, silent);
    });
}

/** Looks up each running payment of which nothing has been heard for a while. */
export const followUp = (db: Db, now: Date): Promise<void> =>
  followUpSilent(db, now, sql.runningAttempts, settleAttemptLater);

export const settleAttemptLater = (tx: Tx, { id, tenant_id: tenantId }: Silent): Promise<void> =>
  addJob(tx, 'settle_card_attempt', { tenantId, attemptId: id }, { key: `settle_card_attempt:${id}` });
