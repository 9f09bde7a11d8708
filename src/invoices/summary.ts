import { toMinor } from '../billing/rating/amounts.ts';
import type { Tx } from '../platform/db/db.ts';
import { addDays, firstOfMonth } from '../platform/time/zoned-days.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import type { BillingSummary } from './contract.ts';
import { amountText } from './invoices.ts';
import { partnerToday } from './settings/settings.ts';
import * as sql from './summary-sql.ts';

const MAX_TENANTS = 20;

/** By tenant and currency: what isn't invoiced yet, and what is left to pay. */
export const tenantBalances = sql.tenantSums;

/** The partner's month so far. */
export async function readSummary(tx: Tx, partnerId: string, now: Date): Promise<BillingSummary> {
  const month = firstOfMonth(await partnerToday(tx, partnerId, now));
  const sums = await sql.invoicedSums(tx, partnerId, { month, lastMonth: firstOfMonth(addDays(month, -1)), now });
  const tenants = Map.groupBy(await sql.tenantSums(tx, partnerId, now), ({ currency }) => currency);
  const currencies = [...new Set([...sums.map(({ currency }) => currency), ...tenants.keys()])].toSorted();
  return {
    month: month.slice(0, 7),
    currencies: currencies.map((currency) => {
      const found = sums.find((one) => one.currency === currency);
      const amount = (minor: string | number | undefined) => amountText(minor ?? 0, currency);
      const inMinor = (micros: string) => Number(toMinor(BigInt(micros), decimalsOf(currency)));
      const its = tenants.get(currency) ?? [];
      return {
        currency,
        invoiced: amount(found?.invoiced),
        invoicedLastMonth: amount(found?.invoiced_last_month),
        unbilled: amount(its.reduce((sum, { unbilled_micros }) => sum + inMinor(unbilled_micros), 0)),
        open: amount(found?.open),
        overdue: amount(found?.overdue),
        tenants: its.slice(0, MAX_TENANTS).map((tenant) => ({
          tenantId: tenant.tenant_id,
          name: tenant.name,
          unbilled: amount(inMinor(tenant.unbilled_micros)),
          open: amount(tenant.open),
        })),
      };
    }),
  };
}
