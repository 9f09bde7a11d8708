import type { z } from 'zod';
import { asPartner, type Db } from '../platform/db/db.ts';
import type { Cell } from '../platform/escape/csv.ts';
import { type Payment, type PaymentExportQuery, PAYMENT_COLUMNS, PaymentQuery } from './contract.ts';
import { listPayments } from './payments.ts';

const PAGE_SIZE = 200;

/** All payments that the filters find, page by page, each page in its own transaction. */
export async function* exportPayments(
  db: Db,
  partnerId: string,
  filters: z.output<typeof PaymentExportQuery>,
): AsyncGenerator<Cell[][]> {
  let cursor: string | null = null;
  do {
    const query = PaymentQuery.parse({ ...filters, limit: PAGE_SIZE, ...(cursor !== null && { cursor }) });
    const page: Awaited<ReturnType<typeof listPayments>> = await asPartner(db, partnerId, (tx) =>
      listPayments(tx, query),
    );
    yield page.items.map(toCells);
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function toCells(payment: Payment): Cell[] {
  const columns = {
    ...payment,
    reversedAt: payment.reversal?.at ?? null,
    reversalReason: payment.reversal?.reason ?? null,
  };
  return PAYMENT_COLUMNS.map((column) => columns[column]);
}
