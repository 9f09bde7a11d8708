import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Tx } from '../../platform/db/db.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { importRates } from '../../rates/import.ts';
import { createTable } from '../../rates/rate-tables.ts';

/** Invented prices for common destinations. */
const STARTER = path.join(import.meta.dirname, 'rates.csv');

/** Creates a rate table in the partner's currency with the starter rates, valid from `since`. Returns its id. */
export async function seedRates(tx: Tx, partnerId: string, since: Date): Promise<string> {
  const table = await createTable(tx, SYSTEM, partnerId, { name: 'Standard, USD', currency: 'USD' });
  const csv = readFileSync(STARTER, 'utf8');
  await importRates(tx, SYSTEM, { tableId: table.id, csv, query: { dryRun: false, validFrom: undefined }, now: since });
  return table.id;
}
