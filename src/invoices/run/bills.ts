import { type Recurring, readRecurring } from '../../billing/fees/recurring-rows.ts';
import type { RecurringUnits } from '../../billing/fees/recurring.ts';
import { ProfileTerms } from '../../billing/profiles/terms-contract.ts';
import { toMinor } from '../../billing/rating/amounts.ts';
import type { Tx } from '../../platform/db/db.ts';
import { addDays, dayAfter } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { type CallSum, InvoiceLines } from '../lines-contract.ts';
import { certificateOn } from '../rules.ts';
import type { Bill } from './invoice.ts';
import * as sql from './sql.ts';

/** A cycle to invoice, with everything that its invoice needs. */
export type Billing = {
  cycle: sql.BilledCycle;
  terms: ProfileTerms;
  /** The first day that is billed. */
  firstDay: string;
  /** The last day that is billed. */
  through: string;
  bill: Bill;
  units: RecurringUnits;
  adjustmentIds: string[];
  late: LateCalls[];
  /** The certificate by which the tenant pays no taxes. */
  exemption: string | null;
};

/** Everything that was read from the database for a batch of cycles. */
type Read = {
  recurring: Map<string, Recurring>;
  sums: sql.ClassSum[];
  /** Invoiced lines of cycles that have been billed in part. */
  earlier: { cycle_id: string; lines: unknown }[];
  late: sql.LateCycle[];
  adjustments: sql.AdjustmentRow[];
  exemptions: { tenant_id: string; certificate: string; valid_from: string | null; valid_until: string | null }[];
};

/** Reads a batch of cycles that are due, with a few queries for all of them. */
export async function readBillings(tx: Tx, due: readonly sql.DueCycle[]): Promise<Billing[]> {
  const ids = due.map(({ cycle_id }) => cycle_id);
  if (ids.length === 0) return [];
  const cycles = await sql.billedCycles(tx, ids);
  const tenantIds = [...new Set(cycles.map(({ tenant_id }) => tenant_id))];
  const inPart = cycles.filter(({ invoiced_through }) => invoiced_through !== null).map(({ id }) => id);
  const through = new Map(due.map((cycle) => [cycle.cycle_id, cycle.through]));
  const spans = cycles.map((cycle) => spanOf(cycle, through.get(cycle.id) ?? addDays(cycle.next_first_day, -1)));
  const read: Read = {
    recurring: await readRecurring(tx, spans),
    sums: await sql.classSums(tx, ids),
    earlier: inPart.length === 0 ? [] : await sql.earlierLines(tx, inPart),
    late: await sql.lateCycles(tx, tenantIds),
    adjustments: await sql.openAdjustments(tx, tenantIds),
    exemptions: await sql.exemptionsOf(tx, tenantIds),
  };
  // a tenant's adjustments and late calls are on one invoice only, even if several of its cycles are due after an outage
  const served = new Set<string>();
  return spans.map((span) => {
    const isFirst = !served.has(span.cycle.tenant_id);
    served.add(span.cycle.tenant_id);
    return billingOf(span, isFirst ? read : { ...read, late: [], adjustments: [] });
  });
}

/** The days of a cycle that haven't been billed. */
export type Span = { cycle: sql.BilledCycle; terms: ProfileTerms; firstDay: string; through: string };

const spanOf = (cycle: sql.BilledCycle, through: string): Span => ({
  cycle,
  terms: ProfileTerms.parse(cycle.terms),
  firstDay: cycle.invoiced_through === null ? cycle.first_day : dayAfter(cycle.invoiced_through),
  through,
});

function billingOf(span: Span, read: Read): Billing {
  const { cycle, through } = span;
  const adjustments = read.adjustments.filter(
    ({ tenant_id, currency }) => tenant_id === cycle.tenant_id && currency === cycle.currency,
  );
  const late = lateCallsOf(cycle, read);
  const exemption = exemptionOn(read, cycle.tenant_id, through);
  const { lines, units } = recurringOf(cycle, read);
  const amountOf = (row: sql.AdjustmentRow) => ({
    description: row.description,
    day: row.day,
    amountMinor: Number(row.amount_minor),
  });
  const bill: Bill = {
    currency: cycle.currency,
    recurring: lines,
    calls: callsOf(cycle, read),
    adjustments: [
      ...adjustments.filter(({ kind }) => kind !== 'carried').map(amountOf),
      ...late.map(({ description, day, amountMinor }) => ({ description, day, amountMinor })),
    ],
    carried: adjustments.filter(({ kind }) => kind === 'carried').map(amountOf),
    isFinal: cycle.is_cancelled,
  };
  return { ...span, bill, units, adjustmentIds: adjustments.map(({ id }) => id), late, exemption };
}

function recurringOf({ id }: sql.BilledCycle, { recurring }: Read): Recurring {
  const found = recurring.get(id);
  if (!found) throw new Error(`The fees of billing cycle ${id} were not counted.`);
  return found;
}

/** A correction for calls that arrived after their cycle was invoiced. */
export type LateCalls = { cycleId: string; micros: number; amountMinor: number; description: string; day: string };

/** The calls of a cycle by class, without those on an earlier invoice of the same cycle. */
function callsOf(cycle: sql.BilledCycle, { sums, earlier }: Read): CallSum[] {
  const billed = earlier
    .filter(({ cycle_id }) => cycle_id === cycle.id)
    .flatMap(({ lines }) => InvoiceLines.parse(lines))
    .filter((line) => line.kind === 'calls');
  return sums
    .filter(({ cycle_id }) => cycle_id === cycle.id)
    .map((sum) => {
      const before = billed.filter(({ chargeClass }) => chargeClass === sum.charge_class);
      const less = (key: 'calls' | 'chargedSeconds' | 'includedSeconds' | 'chargeMicros', all: number): number =>
        before.reduce((rest, line) => rest - line[key], all);
      return {
        chargeClass: sum.charge_class,
        calls: less('calls', sum.calls),
        chargedSeconds: less('chargedSeconds', Number(sum.charged_seconds)),
        includedSeconds: less('includedSeconds', Number(sum.included_seconds)),
        chargeMicros: less('chargeMicros', Number(sum.charge_micros)),
      };
    })
    .filter(({ calls }) => calls > 0);
}

/** Late calls of the tenant's other cycles, if they are at least one minor unit. */
const lateCallsOf = ({ tenant_id: tenantId, currency }: sql.BilledCycle, { late }: Read): LateCalls[] =>
  late
    .filter((other) => other.tenant_id === tenantId && other.currency === currency)
    .map((other) => {
      const lastDay = addDays(other.next_first_day, -1);
      return {
        cycleId: other.id,
        micros: Number(other.late_micros),
        amountMinor: Number(toMinor(BigInt(other.late_micros), decimalsOf(currency))),
        description: `Calls from ${other.first_day} to ${lastDay} that arrived late`,
        day: lastDay,
      };
    })
    .filter(({ amountMinor }) => amountMinor !== 0);

/** The tenant's exemption certificate on a day, if it has one. */
function exemptionOn({ exemptions }: Read, tenantId: string, day: string): string | null {
  const found = exemptions.find(({ tenant_id }) => tenant_id === tenantId);
  return found ? certificateOn(found, day) : null;
}
