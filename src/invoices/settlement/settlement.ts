import type { Tx } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import type { CreditReason } from '../contract.ts';
import { dueMinor } from '../invoices.ts';
import { insertCredits } from '../run/sql.ts';
import { allocate, type Share } from './allocation.ts';
import { type Account, changePaid, creditOf, lockInvoices, lockOpen, paidInvoices } from './sql.ts';

export type { Account } from './sql.ts';

/**
 * Pays open invoices of an account: a given one first, then the oldest due. The rest becomes credit. Locks the tenant, so that its payments are
 * processed one after the other.
 */
export async function payInvoices(
  tx: Tx,
  account: Account,
  amountMinor: number,
  firstId: string,
): Promise<{ shares: Share[]; restMinor: number }> {
  const open = await lockOpen(tx, account);
  const inOrder = [...open.filter(({ id }) => id === firstId), ...open.filter(({ id }) => id !== firstId)];
  const paid = allocate(
    amountMinor,
    inOrder.map((row) => ({ id: row.id, dueMinor: dueMinor(row) })),
  );
  await changePaid(tx, paid.shares);
  await addCredit(tx, account, { reason: 'overpayment', amountMinor: paid.restMinor, invoiceId: null });
  return paid;
}

/** A tenant's unused credit in a currency. */
export const unusedCredit = async (tx: Tx, account: Account): Promise<number> =>
  Math.max(0, await creditOf(tx, account));

/** The part of a payment that is taken back, from invoices and from credit. */
export type Reversal = { shares: readonly Share[]; creditMinor: number; reason: 'payment_reversed' | 'refund' };

/**
 * Takes back a payment or a part of it: the invoices that it paid are open again. What became credit, directly or by a credit note, is removed from
 * the credit; if that credit has been used, the invoices that it paid are open again. Returns the invoices that may be open again.
 */
export async function takeBack(tx: Tx, account: Account, { shares, creditMinor, reason }: Reversal): Promise<string[]> {
  const rows = await lockInvoices(
    tx,
    shares.map(({ id }) => id),
  );
  const reopened = shares.map(({ id, amountMinor }) => {
    const paid = Number(rows.find((row) => row.id === id)?.paid_minor ?? 0);
    return { id, amountMinor: Math.min(amountMinor, paid) };
  });
  const sum = (all: readonly Share[]) => all.reduce((total, share) => total + share.amountMinor, 0);
  await changePaid(
    tx,
    reopened.map(({ id, amountMinor }) => ({ id, amountMinor: -amountMinor })),
  );
  await addCredit(tx, account, { reason, amountMinor: -(creditMinor + sum(shares) - sum(reopened)), invoiceId: null });
  return [...shares, ...(await balanceCredit(tx, account))].map(({ id }) => id);
}

/** Pays open invoices with positive credit, and opens invoices again if the credit is negative. Returns what is no longer paid. */
export async function balanceCredit(tx: Tx, account: Account): Promise<Share[]> {
  const credit = await creditOf(tx, account);
  if (credit < 0) return reopen(tx, account, -credit);
  if (credit > 0) {
    const open = await lockOpen(tx, account);
    const { shares } = allocate(
      credit,
      open.map((row) => ({ id: row.id, dueMinor: dueMinor(row) })),
    );
    await changePaid(tx, shares);
    for (const { id, amountMinor } of shares)
      await addCredit(tx, account, { reason: 'used', amountMinor: -amountMinor, invoiceId: id });
  }
  return [];
}

/**
 * Opens invoices again until the credit is no longer negative, first those paid by credit. The rest was paid by a payment whose refund used the
 * credit of the payment that is now taken back.
 */
async function reopen(tx: Tx, account: Account, missingMinor: number): Promise<Share[]> {
  const paid = await paidInvoices(tx, account);
  const byCredit = allocate(
    missingMinor,
    paid.map(({ id, byCreditMinor }) => ({ id, dueMinor: byCreditMinor })),
  );
  const byPayments = allocate(
    byCredit.restMinor,
    paid.map(({ id, byPaymentsMinor }) => ({ id, dueMinor: byPaymentsMinor })),
  );
  const reopened = [...byCredit.shares, ...byPayments.shares];
  for (const { id, amountMinor } of reopened) {
    await changePaid(tx, [{ id, amountMinor: -amountMinor }]);
    await addCredit(tx, account, { reason: 'reopened', amountMinor, invoiceId: id });
  }
  return reopened;
}

/** Adds to an account's credit, or subtracts if the amount is negative. Credit changes only by these rows. */
export async function addCredit(
  tx: Tx,
  { partnerId, tenantId, currency }: Account,
  { reason, amountMinor, invoiceId }: { reason: CreditReason; amountMinor: number; invoiceId: string | null },
): Promise<void> {
  if (amountMinor === 0) return;
  await insertCredits(tx, [
    {
      id: newId(),
      partner_id: partnerId,
      tenant_id: tenantId,
      currency,
      amount_minor: amountMinor,
      reason,
      invoice_id: invoiceId,
    },
  ]);
}
