import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, notFound } from '../platform/http/errors.ts';
import { rateErrors } from './contract.ts';
import { MAX_ROWS_AT_ONCE, type RatesImported, type RatesImportQuery } from './import-contract.ts';
import * as imports from './imports-sql.ts';
import { createImport, linesOf, readMoment, toPreview } from './imports.ts';
import { Compared, readImport, invalidSheet, type Within } from './read-import.ts';
import * as sql from './sql.ts';
import { recordImported, writeList } from './write-import.ts';

const fail = errorFactory(rateErrors);

/**
 * Imports all rates of a small CSV file into a table, or none, in one transaction; jobs do the same for large files. A dry run changes nothing.
 * Codes: `rates_refused`, `valid_from_taken`, `invalid` for a file that can't be read and for a moment in the past.
 */
export async function importRates(
  tx: Tx,
  by: Actor,
  { tableId, csv, query, now }: { tableId: string; csv: string; query: z.output<typeof RatesImportQuery>; now: Date },
): Promise<RatesImported> {
  const { dryRun, validFrom } = query;
  const from = readMoment(validFrom, now);
  if (linesOf(csv) > MAX_ROWS_AT_ONCE)
    throw invalidSheet(
      `This file has more than ${MAX_ROWS_AT_ONCE.toLocaleString('en-US')} rows. Upload it as an import, which is read in the background.`,
    );
  const table = await sql.lockForLists(tx, tableId);
  if (!table) throw notFound();
  const { id } = await createImport(tx, table, csv, from);
  const within: Within = (work) => work(tx);
  await readImport(within, id, () => now);
  const row = await imports.findImport(tx, tableId, id);
  if (!row) throw notFound();
  if (row.problem !== null) throw invalidSheet(row.problem);
  const preview = toPreview(row, Compared.parse(row.compared));
  const [first] = preview.refusedRows;
  if (first && !dryRun)
    throw fail('rates_refused', `Nothing was imported. Line ${first.line}: ${first.message}`, {
      errors: preview.refusedRows
        .slice(0, 20)
        .map(({ line, message }) => ({ path: 'csv', message: `Line ${line}: ${message}` })),
    });
  if (!dryRun) {
    await writeList(tx, { table, row, from: from ?? now }, async () => true);
    await recordImported(tx, by, { table, row, from: from ?? now });
  }
  await imports.deleteImport(tx, id);
  return { dryRun, ...preview };
}
