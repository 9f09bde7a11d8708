import { type Bill, invoiceOf, linesOf, type Outcome } from '../src/invoices/run/invoice.ts';
import { ratedTaxes, type TaxableBill } from '../src/invoices/run/tax-engine.ts';

/** A bill with the taxes of its profile, and the input for calculating them. */
export type TaxedBill = Bill & Pick<TaxableBill, 'lastDay' | 'taxes' | 'units'>;

/** The result for a tenant that isn't exempt. */
export function outcomeOf(bill: TaxedBill): Outcome {
  const lines = linesOf(bill);
  return invoiceOf(bill, lines, ratedTaxes({ ...bill, lines, exemption: null }));
}
