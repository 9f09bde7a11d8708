import type { RecurringUnits } from '../billing/fees/recurring.ts';
import type { ProfileTax } from '../billing/profiles/terms-contract.ts';
import type { InvoiceLine } from './lines-contract.ts';
import { taxesOn, taxLines } from './taxes.ts';
import type { TaxLine } from './taxes-contract.ts';

/** What an invoice is taxed by. */
export type TaxableBill = {
  tenantId: string;
  currency: string;
  /** The last day that is billed: it decides which taxes hold. */
  lastDay: string;
  lines: readonly InvoiceLine[];
  /** Of the tenant's billing profile. */
  taxes: readonly ProfileTax[];
  units: RecurringUnits;
  /** The certificate by which the tenant pays none on that day. */
  exemption: string | null;
};

/**
 * Reckons the taxes of an invoice, in the order in which they are printed. It may ask a service. While it is asked the tenant is locked, so it
 * answers soon or fails: the cycle is then tried again by the next run. A run that was killed asks again for the same bill.
 */
export type TaxEngine = (bill: TaxableBill) => Promise<TaxLine[]>;

/** By the rates of the tenant's billing profile. */
export const profileTaxes: TaxEngine = async (bill) => ratedTaxes(bill);

export const ratedTaxes = ({
  exemption,
  taxes,
  lastDay,
  lines,
  units,
}: Pick<TaxableBill, 'exemption' | 'taxes' | 'lastDay' | 'lines' | 'units'>): TaxLine[] =>
  exemption === null ? taxLines(taxesOn(taxes, lastDay), lines, units) : [];
