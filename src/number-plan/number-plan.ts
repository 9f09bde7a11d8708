import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { isReservedNumber } from '../platform/numbers/reserved.ts';
import { type DirectoryEntry, type DirectoryQuery, planErrors } from './contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory(planErrors);

/**
 * Refuses an internal number that is reserved or in use: `reserved_number`, `number_taken`. The caller has locked the tenant (`lockTenants`), so the
 * number is still free when its row is written.
 */
export async function requireFreeNumber(tx: Tx, tenantId: string, number: string): Promise<void> {
  const { country } = await tenantHome(tx, tenantId);
  if (isReservedNumber(number, country)) {
    throw fail('reserved_number', `${number} is an emergency or service number.`, {
      errors: [{ path: 'number', message: 'Reserved for emergency and other services. Choose another.' }],
    });
  }
  const holder = await sql.holderOf(tx, tenantId, number);
  if (holder === undefined) return;
  throw fail('number_taken', `${number} is the number of ${holder.kind} ${holder.name}.`, {
    errors: [{ path: 'number', message: `Taken by ${holder.kind} ${holder.name}. Choose another.` }],
  });
}

/** The extensions and groups of the transaction's tenant. */
export async function listDirectory(tx: Tx, query: z.output<typeof DirectoryQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listEntries(tx, { search, ...page });
  const total = await sql.countEntries(tx, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), (entry): DirectoryEntry => entry);
}
