import type { z } from 'zod';
import { asPartner, type Db } from '../platform/db/db.ts';
import type { Cell } from '../platform/escape/csv.ts';
import { INVOICE_COLUMNS, type InvoiceExportQuery, InvoiceQuery } from './contract.ts';
import { listInvoices } from './invoices.ts';

const PAGE_SIZE = 200;

/** All invoices that the filters find, page by page, each page in its own transaction. */
export async function* exportInvoices(
  db: Db,
  partnerId: string,
  filters: z.output<typeof InvoiceExportQuery>,
  now: Date,
): AsyncGenerator<Cell[][]> {
  let cursor: string | null = null;
  do {
    const query = InvoiceQuery.parse({ ...filters, limit: PAGE_SIZE, ...(cursor !== null && { cursor }) });
    const page: Awaited<ReturnType<typeof listInvoices>> = await asPartner(db, partnerId, (tx) =>
      listInvoices(tx, query, now),
    );
    yield page.items.map((invoice) => INVOICE_COLUMNS.map((column) => invoice[column]));
    cursor = page.nextCursor;
  } while (cursor !== null);
}
