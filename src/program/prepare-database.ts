import { migrate } from '../platform/db/migrate.ts';
import { storeStatusPermits } from '../status/status.ts';

/** Migrates a database to this version's schema and stores the rules that its functions read. Several processes may call it at once. */
export function prepareDatabase(ownerUrl: string, secretKey: string, log?: (line: string) => void): Promise<void> {
  return migrate(ownerUrl, { secretKey, log, afterwards: storeStatusPermits });
}
