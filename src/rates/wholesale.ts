import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { newId } from '../platform/values/ids.ts';
import { lockTable, nameTaken, targetOf, toTable } from './rate-tables.ts';
import * as sql from './sql.ts';
import {
  type WholesaleDirection,
  wholesaleErrors,
  type WholesaleTable,
  type WholesaleTableCreate,
} from './wholesale-contract.ts';

const fail = errorFactory(wholesaleErrors);

const kindOf = (direction: WholesaleDirection) => `wholesale_${direction}` as const;

/** A partner's wholesale tables: at most one for each direction. */
export async function listWholesaleTables(tx: Tx, partnerId: string, now: Date): Promise<{ items: WholesaleTable[] }> {
  const rows = await sql.wholesaleTables(tx, partnerId);
  const lists = await sql.listsOf(
    tx,
    rows.map(({ id }) => id),
    now,
  );
  return { items: rows.map((row) => toWholesaleTable(row, lists)) };
}

export async function readWholesaleTable(tx: Tx, row: sql.RateTableRow, now: Date): Promise<WholesaleTable> {
  return toWholesaleTable(row, await sql.listsOf(tx, [row.id], now));
}

const toWholesaleTable = (row: sql.RateTableRow, lists: sql.Lists): WholesaleTable => ({
  ...toTable(row, lists),
  direction: row.kind === 'wholesale_inbound' ? 'inbound' : 'outbound',
});

/** By the operator. Codes: `wholesale_table_exists`, `rate_table_name_taken`. */
export async function createWholesaleTable(
  tx: Tx,
  by: Actor,
  partnerId: string,
  input: z.output<typeof WholesaleTableCreate>,
): Promise<WholesaleTable> {
  const { name, currency, direction } = input;
  await sql.lockNames(tx, partnerId);
  const existing = await sql.wholesaleTables(tx, partnerId);
  if (existing.some(({ kind }) => kind === kindOf(direction)))
    throw fail('wholesale_table_exists', 'This partner already has a wholesale table for these calls.');
  const row = await sql.insertTable(tx, {
    id: newId(),
    partner_id: partnerId,
    name,
    currency,
    kind: kindOf(direction),
  });
  if (!row) throw nameTaken();
  await recordEvent(tx, by, { action: 'wholesale_table.created', target: targetOf(row), partnerId, after: input });
  return toWholesaleTable(row, []);
}

/** By the operator. Codes: `stale_version`. */
export async function deleteWholesaleTable(
  tx: Tx,
  by: Actor,
  found: sql.RateTableRow,
  ifMatch: number | null,
): Promise<void> {
  const row = await lockTable(tx, found.id);
  checkVersion(ifMatch, row.version);
  await sql.deleteTable(tx, row.id);
  await recordEvent(tx, by, {
    action: 'wholesale_table.deleted',
    target: targetOf(row),
    partnerId: row.partner_id,
    before: { name: row.name, currency: row.currency },
  });
}
