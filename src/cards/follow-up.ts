import { addJob, asNobody, type Db } from '../platform/db/db.ts';
import * as sql from './sql.ts';

const AT_ONCE = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/** How long nothing has to have been heard of a payment. */
const SILENT_MS = 10 * 60_000;

/** Looks at each payment whose outcome isn't known and that nothing was heard of for a while. */
export async function followUp(db: Db, now: Date): Promise<void> {
  let after = BEFORE_ALL;
  for (;;) {
    const from = after;
    const rows = await asNobody(db, async (tx) => {
      const found = await sql.runningAttempts(tx, new Date(now.getTime() - SILENT_MS), from, AT_ONCE);
      for (const { id, tenant_id: tenantId } of found)
        await addJob(tx, 'settle_card_attempt', { tenantId, attemptId: id }, { key: `settle_card_attempt:${id}` });
      return found;
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < AT_ONCE) return;
    after = last.id;
  }
}
