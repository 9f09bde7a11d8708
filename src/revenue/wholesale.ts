import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import type { RevenueQuery } from './contract.ts';
import { amountOf } from './figures.ts';
import { monthSpans } from './rules.ts';
import type { WholesaleOfMonth } from './wholesale-contract.ts';
import { wholesaleSums } from './wholesale-sql.ts';

/** The wholesale total of each partner's calls in a month so far, for the operator. */
export async function readWholesale(
  tx: Tx,
  { month }: z.output<typeof RevenueQuery>,
  now: Date,
): Promise<WholesaleOfMonth> {
  const spans = monthSpans(month, 'UTC', now.getTime());
  const byPartner = Map.groupBy(await wholesaleSums(tx, spans.present), ({ partner_id }) => partner_id);
  return {
    month: spans.month,
    partners: [...byPartner].map(([partnerId, sums]) => ({
      partnerId,
      name: sums[0]?.name ?? '',
      calls: sums.reduce((total, { calls }) => total + calls, 0),
      callsWithoutCost: sums.find(({ currency }) => currency === null)?.calls ?? 0,
      costs: sums.flatMap(({ currency, cost }) =>
        currency === null ? [] : [{ currency, cost: amountOf(BigInt(cost), currency) }],
      ),
    })),
  };
}
