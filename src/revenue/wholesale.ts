import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { readFeesOfPartners } from '../wholesale/invoicing/fees.ts';
import type { RevenueQuery } from './contract.ts';
import { amountOf } from './figures.ts';
import { monthSpans } from './rules.ts';
import type { PartnerWholesale, WholesaleOfMonth } from './wholesale-contract.ts';
import { wholesaleSums } from './wholesale-sql.ts';

/** The wholesale total of each partner's calls in a month so far, and its fees, for the operator. */
export async function readWholesale(
  tx: Tx,
  { month }: z.output<typeof RevenueQuery>,
  now: Date,
): Promise<WholesaleOfMonth> {
  const spans = monthSpans(month, 'UTC', now.getTime());
  const sums = Map.groupBy(await wholesaleSums(tx, spans.present), ({ partner_id }) => partner_id);
  const fees = Map.groupBy(await readFeesOfPartners(tx, spans.present, now), ({ partnerId }) => partnerId);
  const partners = [...new Set([...sums.keys(), ...fees.keys()])].map((partnerId): PartnerWholesale => {
    const [its, charged] = [sums.get(partnerId) ?? [], fees.get(partnerId) ?? []];
    return {
      partnerId,
      name: its[0]?.name ?? charged[0]?.name ?? '',
      calls: its.reduce((total, { calls }) => total + calls, 0),
      callsWithoutCost: its.find(({ currency }) => currency === null)?.calls ?? 0,
      costs: its.flatMap(({ currency, cost }) =>
        currency === null ? [] : [{ currency, cost: amountOf(BigInt(cost), currency) }],
      ),
      fees: charged.map(({ currency, micros }) => ({ currency, fee: amountOf(micros, currency) })),
    };
  });
  return { month: spans.month, partners: partners.toSorted(byName) };
}

const { compare } = new Intl.Collator('en');
const byName = (one: PartnerWholesale, other: PartnerWholesale): number =>
  compare(one.name, other.name) || (one.partnerId < other.partnerId ? -1 : 1);
