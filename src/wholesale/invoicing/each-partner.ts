import type { Logger } from 'pino';
import { asOperator, type Db } from '../../platform/db/db.ts';
import * as cycles from './cycles-sql.ts';

/**
 * Does something for each partner with wholesale terms; one that fails holds up no other. `failure`: what couldn't be
 * done, such as "could not be invoiced".
 */
export async function eachPartner(
  db: Db,
  log: Logger,
  failure: string,
  work: (partnerId: string) => Promise<void>,
): Promise<void> {
  let failed = 0;
  for (const partnerId of await asOperator(db, cycles.partnersWithTerms))
    try {
      await work(partnerId);
    } catch (error) {
      failed += 1;
      log.error({ err: error, partnerId }, `a partner ${failure}`);
    }
  if (failed > 0) throw new Error(`Partners that ${failure}: ${failed}.`);
}
