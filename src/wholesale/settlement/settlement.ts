import { allocate, type Share } from '../../invoices/settlement/allocation.ts';
import type { Tx } from '../../platform/db/db.ts';
import * as sql from './sql.ts';

/** An invoice to a partner: what is left of it after its credit notes, and what was received for it, not reversed and not paid back, in the minor unit. */
export type Owed = { id: string; owedMinor: number; receivedMinor: number };

/**
 * What is paid of each invoice of an account, by what was received in all. Money pays the invoice that it was recorded on. What a credit note leaves over is
 * credit of the partner: it pays the other invoices, the first of them first.
 */
export function settle(invoices: readonly Owed[]): { paid: Share[]; creditMinor: number } {
  const own = invoices.map(({ id, owedMinor, receivedMinor }) => ({
    id,
    amountMinor: Math.min(owedMinor, receivedMinor),
    dueMinor: Math.max(0, owedMinor - receivedMinor),
    overMinor: Math.max(0, receivedMinor - owedMinor),
  }));
  const over = own.reduce((sum, { overMinor }) => sum + overMinor, 0);
  const { shares, restMinor } = allocate(over, own);
  const fromCredit = new Map(shares.map(({ id, amountMinor }) => [id, amountMinor]));
  return {
    paid: own.map(({ id, amountMinor }) => ({ id, amountMinor: amountMinor + (fromCredit.get(id) ?? 0) })),
    creditMinor: restMinor,
  };
}

export type Account = sql.Account;

const readOwed = (rows: readonly sql.AccountRow[]): Owed[] =>
  rows.map(({ id, total, credited, received }) => ({
    id,
    owedMinor: Number(total) - Number(credited),
    receivedMinor: Number(received),
  }));

/** A partner's credit that has paid nothing yet. */
export const unusedCredit = async (tx: Tx, account: Account): Promise<number> =>
  settle(readOwed(await sql.readAccount(tx, account))).creditMinor;

/**
 * The effects of refunding a part of a payment: how much credit covers, and what would be left to pay of each invoice of which more would be open.
 * The same sum decides as when it is recorded.
 */
export async function refundEffect(
  tx: Tx,
  account: Account,
  { row, amountMinor }: { row: { invoice_id: string }; amountMinor: number },
): Promise<{ creditMinor: number; reopened: Share[] }> {
  const owed = readOwed(await sql.readAccount(tx, account));
  return effectOf(owed, { invoiceId: row.invoice_id, amountMinor });
}

export function effectOf(
  owed: readonly Owed[],
  { invoiceId, amountMinor }: { invoiceId: string; amountMinor: number },
): { creditMinor: number; reopened: Share[] } {
  const dueAfter = ({ paid }: { paid: Share[] }) =>
    owed.map(({ id, owedMinor }, n) => ({ id, amountMinor: owedMinor - (paid[n]?.amountMinor ?? 0) }));
  const before = settle(owed);
  const after = settle(
    owed.map((one) => (one.id === invoiceId ? { ...one, receivedMinor: one.receivedMinor - amountMinor } : one)),
  );
  const dueBefore = dueAfter(before);
  return {
    creditMinor: before.creditMinor - after.creditMinor,
    reopened: dueAfter(after).filter(({ amountMinor: due }, n) => due > (dueBefore[n]?.amountMinor ?? 0)),
  };
}

/** Brings what is credited and paid of the partner's invoices up to its credit notes, payments and refunds. The partner's terms are locked. */
export async function settleAccount(tx: Tx, account: Account): Promise<void> {
  const rows = await sql.readAccount(tx, account);
  const paid = new Map(settle(readOwed(rows)).paid.map(({ id, amountMinor }) => [id, amountMinor]));
  for (const { id, credited, before } of rows) {
    const settled = { credited: Number(credited), paid: paid.get(id) ?? 0 };
    if (settled.credited !== Number(before.credited) || settled.paid !== Number(before.paid))
      await sql.setSettled(tx, id, settled);
  }
}
