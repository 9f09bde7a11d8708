import type { z } from 'zod';
import type { Db } from '../platform/db/db.ts';
import type { Cell } from '../platform/escape/csv.ts';
import type { Caller } from '../platform/http/caller.ts';
import { asCallersPartner } from '../platform/http/scope.ts';
import { REVENUE_COLUMNS, type RevenueQuery } from './contract.ts';
import { revenueByTenant } from './revenue.ts';

/** A row for each tenant and currency of a month, the highest revenue of a currency first. */
export async function* exportRevenue(
  db: Db,
  by: Caller,
  { partnerId, query, now }: { partnerId: string; query: z.output<typeof RevenueQuery>; now: Date },
): AsyncGenerator<Cell[][]> {
  const currencies = await asCallersPartner(db, by, partnerId, (tx) => revenueByTenant(tx, partnerId, query, now));
  for (const { month, currency, tenants } of currencies)
    yield tenants.map((tenant) => {
      const row = { month, currency, ...tenant };
      return REVENUE_COLUMNS.map((column) => row[column]);
    });
}
