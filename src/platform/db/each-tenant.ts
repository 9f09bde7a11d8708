import type { Logger } from 'pino';
import { asNobody, type Db, type Tx } from './db.ts';
import { eachById } from './each-page.ts';

const AT_ONCE = 200;

/**
 * Works on each tenant that `list` finds, in the order of their ids. A failure doesn't hold up the other tenants: it is logged as `failure`, and
 * fails the job at the end.
 */
export async function eachTenant(
  db: Db,
  log: Logger,
  failure: string,
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
