import { migrate } from './platform/migrate.ts';
import { writeStatusPermits } from './tenants/sql.ts';

/** Brings a database to this program's schema and tables of rules. Several processes may call it at once. */
export function prepareDatabase(ownerUrl: string, secretKey: string, log?: (line: string) => void): Promise<void> {
  return migrate(ownerUrl, { secretKey, log, afterwards: writeStatusPermits });
}
