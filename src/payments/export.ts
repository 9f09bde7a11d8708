import type { z } from 'zod';
import type { Db } from '../platform/db/db.ts';
import { eachCursor, mapPages } from '../platform/db/each-page.ts';
import type { Cell } from '../platform/escape/csv.ts';
import type { Caller } from '../platform/http/caller.ts';
import { asCallersPartner } from '../platform/http/scope.ts';
import { type Payment, type PaymentExportQuery, PAYMENT_COLUMNS, PaymentQuery } from './contract.ts';
import { listPayments } from './payments.ts';

const PAGE_SIZE = 200;

/** All payments that match the filters, in pages, each read in its own transaction. */
export function exportPayments(
  db: Db,
  by: Caller,
  partnerId: string,
  filters: z.output<typeof PaymentExportQuery>,
): AsyncGenerator<Cell[][]> {
  const pages = eachCursor(PAGE_SIZE, (page) =>
    asCallersPartner(db, by, partnerId, (tx) => listPayments(tx, PaymentQuery.parse({ ...filters, ...page }))),
  );
  return mapPages(pages, toCells);
}

function toCells(payment: Payment): Cell[] {
  const columns = {
    ...payment,
    reversedAt: payment.reversal?.at ?? null,
    reversalReason: payment.reversal?.reason ?? null,
  };
  return PAYMENT_COLUMNS.map((column) => columns[column]);
}
