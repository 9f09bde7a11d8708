import { migrate } from '../platform/db/migrate.ts';
import { storeStatusPermits } from '../status/status.ts';

/** Brings a database to this program's schema and tables of rules. Several processes may call it at once. */
export function prepareDatabase(ownerUrl: string, secretKey: string, log?: (line: string) => void): Promise<void> {
  return migrate(ownerUrl, { secretKey, log, afterwards: storeStatusPermits });
}
