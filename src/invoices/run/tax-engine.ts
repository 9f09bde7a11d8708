import type { RecurringUnits } from '../../billing/fees/recurring.ts';
import type { StoredTax } from '../../billing/profiles/terms-contract.ts';
import type { TaxLine } from '../taxes-contract.ts';
import { type TaxableLine, taxesOn, taxLines } from './taxes.ts';

/** What the taxes of an invoice, to a tenant or to a partner, depend on. */
export type Taxed = {
  /** The last day that is billed: taxes in effect on it apply. */
  lastDay: string;
  lines: readonly TaxableLine[];
  /** Of the billing profile or the wholesale terms. */
  taxes: readonly StoredTax[];
  units: RecurringUnits;
  /** The exemption certificate that is valid on that day, if any. */
  exemption: string | null;
};
export type TaxableBill = Taxed & { tenantId: string; currency: string };

/**
 * Calculates the taxes of an invoice, in the order in which they are printed. It may ask a service. The tenant is locked meanwhile, so it must answer
 * soon or fail; then the next run tries again. It may be asked again for the same bill after a run was killed.
 */
export type TaxEngine = (bill: TaxableBill) => Promise<TaxLine[]>;

/** By the rates of the tenant's billing profile. */
export const profileTaxes: TaxEngine = async (bill) => ratedTaxes(bill);

export const ratedTaxes = ({ exemption, taxes, lastDay, lines, units }: Taxed): TaxLine[] =>
  exemption === null ? taxLines(taxesOn(taxes, lastDay), lines, units) : [];
