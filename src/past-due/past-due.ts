import { amountText, dueByCurrency, dueMinor, overdueInvoices } from '../invoices/invoices.ts';
import { Seller } from '../invoices/parties-contract.ts';
import { documentNumber } from '../invoices/rules.ts';
import type { Tx } from '../platform/db/db.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { reactivateTenant } from '../tenants/lifecycle/lifecycle.ts';
import type { Overdue } from './contract.ts';
import * as sql from './sql.ts';

/**
 * Lifts a tenant's past-due suspension if nothing is overdue any more; other reasons stay. Call it in the transaction that settled an invoice, with
 * the tenant locked for a change of status.
 */
export async function liftPastDue(tx: Tx, tenantId: string, now: Date): Promise<void> {
  const tenant = await sql.findTenant(tx, tenantId);
  if (tenant?.status !== 'SUSPENDED' || !tenant.suspension_reasons.includes('past_due')) return;
  if ((await overdueInvoices(tx, tenantId, now)).length > 0) return;
  await reactivateTenant(tx, SYSTEM, { id: tenantId, input: { reasons: ['past_due'] }, now });
}

/** Invoices that are open again can suspend their tenant again, and are reported as overdue again. */
export const forgetNotices = (tx: Tx, invoiceIds: readonly string[]): Promise<void> =>
  sql.forgetNotices(tx, invoiceIds);

/** The tenant's overdue invoices. */
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
