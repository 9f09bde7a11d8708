import type { z } from 'zod';
import type { Db } from '../platform/db/db.ts';
import { eachCursor, mapPages } from '../platform/db/each-page.ts';
import type { Cell } from '../platform/escape/csv.ts';
import type { Caller } from '../platform/http/caller.ts';
import { asCallersPartner } from '../platform/http/scope.ts';
import { INVOICE_COLUMNS, type InvoiceExportQuery, InvoiceQuery } from './contract.ts';
import { listInvoices } from './invoices.ts';

const PAGE_SIZE = 200;

/** All invoices that match the filters, in pages, each read in its own transaction. */
export function exportInvoices(
  db: Db,
  by: Caller,
  { partnerId, filters, now }: { partnerId: string; filters: z.output<typeof InvoiceExportQuery>; now: Date },
): AsyncGenerator<Cell[][]> {
  const pages = eachCursor(PAGE_SIZE, (page) =>
    asCallersPartner(db, by, partnerId, (tx) => listInvoices(tx, InvoiceQuery.parse({ ...filters, ...page }), now)),
  );
  return mapPages(pages, (invoice): Cell[] => INVOICE_COLUMNS.map((column) => invoice[column]));
}
