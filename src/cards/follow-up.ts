import { addJob, asNobody, type Db } from '../platform/db/db.ts';
import { eachById } from '../platform/db/each-page.ts';
import * as sql from './sql.ts';

const AT_ONCE = 200;
/** How long a payment must have been silent. */
const SILENT_MS = 10 * 60_000;

/** Looks up each running payment that has been silent for a while. */
export async function followUp(db: Db, now: Date): Promise<void> {
  const since = new Date(now.getTime() - SILENT_MS);
  const pages = eachById(
    AT_ONCE,
    (after, atMost) => asNobody(db, (tx) => sql.runningAttempts(tx, since, after, atMost)),
    ({ id }) => id,
  );
  for await (const attempts of pages)
    await asNobody(db, async (tx) => {
      for (const { id, tenant_id: tenantId } of attempts)
        await addJob(tx, 'settle_card_attempt', { tenantId, attemptId: id }, { key: `settle_card_attempt:${id}` });
    });
}
