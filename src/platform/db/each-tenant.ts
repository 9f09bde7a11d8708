import type { Logger } from 'pino';
import { asNobody, type Db, type Tx } from './db.ts';
import { eachById } from './each-page.ts';

const AT_ONCE = 200;

/**
 * Runs `work` for each tenant that `list` finds, in the order of their ids. If it fails for a tenant, the failure is
 * logged, the other tenants are still processed, and the job fails at the end.
 */
export async function eachTenant(
  { db, log, failure }: { db: Db; log: Logger; failure: string },
  list: (tx: Tx, after: string, atMost: number) => Promise<string[]>,
  work: (tenantId: string) => Promise<void>,
): Promise<void> {
  let failed = 0;
  const pages = eachById(
    AT_ONCE,
    (after, atMost) => asNobody(db, (tx) => list(tx, after, atMost)),
    (tenantId) => tenantId,
  );
  for await (const tenantIds of pages)
    for (const tenantId of tenantIds)
      await work(tenantId).catch((error: unknown) => {
        failed += 1;
        log.error({ err: error, tenantId }, failure);
      });
  if (failed > 0) throw new Error(`${failure} (tenants: ${failed})`);
}
