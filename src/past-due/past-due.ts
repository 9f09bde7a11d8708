import type { Tx } from '../platform/db/db.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { amountText, dueByCurrency, dueMinor, overdueInvoices } from '../invoices/invoices.ts';
import { Seller } from '../invoices/parties-contract.ts';
import { documentNumber } from '../invoices/rules.ts';
import { reactivateTenant } from '../tenants/lifecycle.ts';
import type { Overdue } from './contract.ts';
import * as sql from './sql.ts';

/**
 * Ends the suspension of a tenant as past due if nothing of it is overdue any more; other reasons stay. Call it in the transaction of what settled
 * an invoice, with the tenant locked for a change of its status.
 */
export async function liftPastDue(tx: Tx, tenantId: string, now: Date): Promise<void> {
  const tenant = await sql.findTenant(tx, tenantId);
  if (tenant?.status !== 'SUSPENDED' || !tenant.suspension_reasons.includes('past_due')) return;
  if ((await overdueInvoices(tx, tenantId, now)).length > 0) return;
  await reactivateTenant(tx, SYSTEM, tenantId, { reasons: ['past_due'] }, now);
}

/** Invoices that are open again may suspend their tenant as if they never had, and are said to be overdue again. */
export const forgetNotices = (tx: Tx, invoiceIds: readonly string[]): Promise<void> =>
  sql.forgetNotices(tx, invoiceIds);

/** What the tenant has not paid in time. */
export async function readOverdue(tx: Tx, tenantId: string, now: Date): Promise<Overdue> {
  const rows = await overdueInvoices(tx, tenantId, now);
  const newest = rows.at(-1);
  return {
    amounts: dueByCurrency(rows).map(({ currency, minor }) => ({ currency, amount: amountText(minor, currency) })),
    invoices: rows.map((row) => ({
      id: row.id,
      number: documentNumber('invoice', row.number),
      dueOn: row.due_on,
      currency: row.currency,
      due: amountText(dueMinor(row), row.currency),
    })),
    howToPay: newest ? Seller.parse(newest.seller).footer : '',
  };
}
