import type { Tx } from '../../platform/db/db.ts';
import * as sql from './invoiced-cycles-sql.ts';

/**
 * What has been invoiced of a cycle: its days up to one, with the charges of its calls, or calls that arrived later. A cycle is complete when its
 * last day has been billed.
 */
export type InvoicedCycle =
  | { id: string; through: string; micros: number; isWhole: boolean }
  | { id: string; micros: number };

/** Call it in the transaction that issues the invoices, in the context of the partner. */
export async function markInvoiced(tx: Tx, cycles: readonly InvoicedCycle[], at: Date): Promise<void> {
  const marks = cycles.map((cycle) => ({ through: null, isWhole: false, ...cycle }));
  await sql.markInvoiced(tx, marks, at);
}
