import { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { type Actor, ROLES } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { newId } from '../platform/values/ids.ts';
import { rateErrors } from './contract.ts';
import * as imports from './imports-sql.ts';
import { nounOf, targetOf } from './rate-tables.ts';
import { Compared, type Within } from './read-import.ts';
import * as sql from './sql.ts';

const fail = errorFactory(rateErrors);

/** How many rates are written at a time. After each batch the progress is stored, and a cancelled import ends. */
const RATES_AT_ONCE = 2000;

/** Who confirmed an import, as its row has it. */
const Confirmed = z.object({
  id: z.string().nullable(),
  email: z.string().nullable(),
  role: z.enum([...ROLES, 'system', 'extension', 'api_key']),
  ip: z.string().nullable(),
  requestId: z.string().nullable(),
});
export const confirmedBy = ({ id, email, role, ip, requestId }: Actor): string =>
  JSON.stringify({ id, email, role, ip, requestId });

class Cancelled extends Error {}

/**
 * Writes the rates of a confirmed import in one transaction, so that they take effect together. It can be killed at any point, and can run twice at
 * the same time. `apart` runs work in its own transaction, for progress that others see before this one commits.
 */
export async function writeImport(
  within: Within,
  apart: Within,
  { tableId, id, now }: { tableId: string; id: string; now: Date },
): Promise<void> {
  try {
    await within(async (tx) => {
      const table = await sql.lockForLists(tx, tableId);
      // another run may have written it while this one waited for the table
      const row = await imports.findImport(tx, tableId, id);
      if (!table || row?.state !== 'writing') return;
      const from = row.valid_from ?? now;
      const base = await sql.listAt(tx, tableId, from);
      if ((base?.id ?? null) !== row.base_list_id) {
        await imports.refuseImport(tx, id, 'Other rates were imported meanwhile. Upload the file again.');
        return;
      }
      const note = (written: number) => apart((other) => imports.saveWritten(other, id, written));
      const rates = await writeList(tx, { table, row, from }, note);
      if (!(await imports.finishWriting(tx, id, rates))) throw new Cancelled();
      await recordImported(tx, Confirmed.parse(row.confirmed_by), { table, row, from });
    });
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
}

/** Returns how many rates were written. Codes: `valid_from_taken`. */
export async function writeList(
  tx: Tx,
  { table, row, from }: { table: sql.RateTableRow; row: imports.ImportRow; from: Date },
  note: (written: number) => Promise<boolean>,
): Promise<number> {
  const { rows: rates } = Compared.parse(row.compared);
  const list = await sql.insertList(tx, {
    id: newId(),
    partner_id: table.partner_id,
    table_id: table.id,
    valid_from: from,
    rates,
  });
  if (!list) throw fail('valid_from_taken', 'The table already has rates that start at this time. Choose another.');
  let written = 0;
  for (let after = 0; ;) {
    const next = await imports.writeRows(tx, row, { listId: list.id, after, most: RATES_AT_ONCE });
    if (!next) break;
    after = next.line;
    written += next.rows;
    if (!(await note(written))) throw new Cancelled();
  }
  // a cancelled import loses its rows
  if (written !== rates) throw new Cancelled();
  return written;
}

export async function recordImported(
  tx: Tx,
  by: Actor,
  { table, row, from }: { table: sql.RateTableRow; row: imports.ImportRow; from: Date },
): Promise<void> {
  const { rows: rates, changed } = Compared.parse(row.compared);
  await recordEvent(tx, by, {
    action: `${nounOf(table)}.imported`,
    target: targetOf(table),
    partnerId: table.partner_id,
    after: { name: table.name, validFrom: from.toISOString(), rates, changed },
  });
}
