import type { RecurringUnits } from '../billing/fees/recurring.ts';
import type { StoredTax } from '../billing/profiles/terms-contract.ts';
import { type TaxableLine, taxesOn, taxLines } from './taxes.ts';
import type { TaxLine } from './taxes-contract.ts';

/** What an invoice is taxed by, to a tenant or of the operator to a partner. */
export type Taxed = {
  /** The last day that is billed: it decides which taxes hold. */
  lastDay: string;
  lines: readonly TaxableLine[];
  /** Of the billing profile or the wholesale terms. */
  taxes: readonly StoredTax[];
  units: RecurringUnits;
  /** The certificate by which none are paid on that day. */
  exemption: string | null;
};
export type TaxableBill = Taxed & { tenantId: string; currency: string };

/**
 * Reckons the taxes of an invoice, in the order in which they are printed. It may ask a service. While it is asked the tenant is locked, so it
 * answers soon or fails: the cycle is then tried again by the next run. A run that was killed asks again for the same bill.
 */
export type TaxEngine = (bill: TaxableBill) => Promise<TaxLine[]>;

/** By the rates of the tenant's billing profile. */
export const profileTaxes: TaxEngine = async (bill) => ratedTaxes(bill);

export const ratedTaxes = ({ exemption, taxes, lastDay, lines, units }: Taxed): TaxLine[] =>
  exemption === null ? taxLines(taxesOn(taxes, lastDay), lines, units) : [];
