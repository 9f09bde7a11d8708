import { readRecurring } from '../billing/fees/recurring-rows.ts';
import { ProfileTerms } from '../billing/profiles/terms-contract.ts';
import { microsOf } from '../billing/rating/amounts.ts';
import type { Tx } from '../platform/db/db.ts';
import { addDays } from '../platform/time/zoned-days.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { readFees as readOperatorFees, type WholesaleFees } from '../wholesale/invoicing/fees.ts';
import type { Span } from './rules.ts';
import * as sql from './sql.ts';

/** A tenant's fees in a span, in micros. */
export type TenantFees = { currency: string; tenantId: string; name: string; micros: bigint };

/** The charges of a span, the cost of its calls, and the operator's fees for its days. */
export type Ledger = { sums: sql.GroupedSums[]; fees: TenantFees[]; operator: WholesaleFees };

export const readLedger = async (
  tx: Tx,
  partnerId: string,
  span: Span,
  { zone, now }: { zone: string; now: Date },
): Promise<Ledger> => ({
  sums: await sql.callSums(tx, partnerId, span, zone),
  fees: await readFees(tx, partnerId, span),
  operator: await readOperatorFees(tx, partnerId, span, now),
});

/** Like `readLedger`, but with only the totals of calls. */
export const readTotals = async (tx: Tx, partnerId: string, span: Span, now: Date): Promise<Ledger> => ({
  sums: await sql.callTotals(tx, partnerId, span),
  fees: await readFees(tx, partnerId, span),
  operator: await readOperatorFees(tx, partnerId, span, now),
});

/** The fees of a span, calculated as on invoices: for each cycle by its own terms, for its days in the span. */
async function readFees(tx: Tx, partnerId: string, span: Span): Promise<TenantFees[]> {
  const cycles = await sql.cyclesIn(tx, partnerId, span);
  const spans = cycles.map((cycle) => ({
    cycle,
    terms: ProfileTerms.parse(cycle.terms),
    firstDay: later(cycle.first_day, span.firstDay),
    through: earlier(addDays(cycle.next_first_day, -1), span.through),
  }));
  const recurring = await readRecurring(tx, spans, new Date(span.until));
  return cycles.flatMap(({ id, currency, tenant_id: tenantId, name }) => {
    const minor = recurring.get(id)?.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0) ?? 0;
    return minor === 0 ? [] : [{ currency, tenantId, name, micros: microsOf(BigInt(minor), decimalsOf(currency)) }];
  });
}

const later = (one: string, other: string): string => (one > other ? one : other);
const earlier = (one: string, other: string): string => (one < other ? one : other);
