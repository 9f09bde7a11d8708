import { type Recurring, readRecurring } from '../../billing/fees/recurring-rows.ts';
import type { RecurringUnits } from '../../billing/fees/recurring.ts';
import { ProfileTerms } from '../../billing/profiles/terms-contract.ts';
import type { Tx } from '../../platform/db/db.ts';
import { addDays, dayAfter } from '../../platform/time/zoned-days.ts';
import { type CallSum, InvoiceLines } from '../lines-contract.ts';
import { certificateOn } from '../rules.ts';
import type { Bill } from './invoice.ts';
import { isLastOf, type LateCalls, type Rests, readRests, takeRest } from './rests.ts';
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
  /** True for what is left in a currency after its last cycle was invoiced: it adds nothing to what is invoiced of that cycle's days. */
  isClosing: boolean;
};

/** Everything that was read from the database for a batch of cycles. */
type Read = {
  recurring: Map<string, Recurring>;
  sums: sql.ClassSum[];
  /** Invoiced lines of cycles that have been billed in part. */
  earlier: { cycle_id: string; lines: unknown }[];
  exemptions: { tenant_id: string; certificate: string; valid_from: string | null; valid_until: string | null }[];
  rests: Rests;
};

/** Reads a batch of cycles that are due, and what is left in currencies in which the tenants have no cycle any more, with a few queries for all. */
export async function readBillings(
  tx: Tx,
  due: readonly sql.DueCycle[],
  tenantIds: readonly string[],
): Promise<Billing[]> {
  const ids = due.map(({ cycle_id }) => cycle_id);
  await sql.lockCycles(tx, tenantIds, ids);
  const rests = await readRests(tx, tenantIds, ids);
  const closing = new Set(rests.closing.map(({ id }) => id));
  const cycles = await sql.billedCycles(tx, [...ids, ...closing]);
  const inPart = cycles.filter(({ id, invoiced_through }) => invoiced_through !== null && !closing.has(id));
  const through = new Map(due.map((cycle) => [cycle.cycle_id, cycle.through]));
  const spans = cycles
    .filter(({ id }) => !closing.has(id))
    .map((cycle) => spanOf(cycle, through.get(cycle.id) ?? lastDayOf(cycle)));
  const read: Read = {
    recurring: await readRecurring(tx, spans),
    sums: await sql.classSums(tx, ids),
    earlier:
      inPart.length === 0
        ? []
        : await sql.earlierLines(
            tx,
            inPart.map(({ id }) => id),
          ),
    exemptions: await sql.exemptionsOf(tx, [...tenantIds]),
    rests,
  };
  const closings = cycles.filter(({ id }) => closing.has(id));
  return [...spans.map((span) => billingOf(span, read)), ...closings.map((cycle) => closingOf(cycle, read))];
}

/** The days of a cycle that haven't been billed. */
export type Span = { cycle: sql.BilledCycle; terms: ProfileTerms; firstDay: string; through: string };

const lastDayOf = ({ next_first_day: nextFirstDay }: { next_first_day: string }): string => addDays(nextFirstDay, -1);

const spanOf = (cycle: sql.BilledCycle, through: string): Span => ({
  cycle,
  terms: ProfileTerms.parse(cycle.terms),
  firstDay: cycle.invoiced_through === null ? cycle.first_day : dayAfter(cycle.invoiced_through),
  through,
});

function billingOf(span: Span, read: Read): Billing {
  const { cycle, through } = span;
  const { lines, units } = recurringOf(cycle, read);
  const { adjustments, late } = takeRest(read.rests, cycle);
  const bill: Bill = {
    currency: cycle.currency,
    recurring: lines,
    calls: callsOf(cycle, read),
    ...linesOfRest(adjustments, late),
    isFinal: cycle.is_cancelled || isLastOf(read.rests, cycle),
  };
  const exemption = exemptionOn(read, cycle.tenant_id, through);
  return { ...span, bill, units, adjustmentIds: adjustments.map(({ id }) => id), late, exemption, isClosing: false };
}

/** Bills what is left in the currency of a cycle that has been invoiced, without a later cycle in it. */
function closingOf(cycle: sql.BilledCycle, read: Read): Billing {
  const { adjustments, late } = takeRest(read.rests, cycle);
  const through = lastDayOf(cycle);
  return {
    cycle,
    terms: ProfileTerms.parse(cycle.terms),
    firstDay: cycle.first_day,
    through,
    bill: { currency: cycle.currency, recurring: [], calls: [], ...linesOfRest(adjustments, late), isFinal: true },
    // extensions and numbers were taxed with the cycle's own invoice
    units: { extensionDays: 0, numberDays: 0, nominalDays: cycle.nominal_days },
    adjustmentIds: adjustments.map(({ id }) => id),
    late,
    exemption: exemptionOn(read, cycle.tenant_id, through),
    isClosing: true,
  };
}

const linesOfRest = (adjustments: sql.AdjustmentRow[], late: LateCalls[]): Pick<Bill, 'adjustments' | 'carried'> => {
  const amountOf = (row: sql.AdjustmentRow) => ({
    description: row.description,
    day: row.day,
    amountMinor: Number(row.amount_minor),
  });
  return {
    adjustments: [
      ...adjustments.filter(({ kind }) => kind !== 'carried').map(amountOf),
      ...late.map(({ description, day, amountMinor }) => ({ description, day, amountMinor })),
    ],
    carried: adjustments.filter(({ kind }) => kind === 'carried').map(amountOf),
  };
};

function recurringOf({ id }: sql.BilledCycle, { recurring }: Read): Recurring {
  const found = recurring.get(id);
  if (!found) throw new Error(`The fees of billing cycle ${id} were not counted.`);
  return found;
}

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

/** The tenant's exemption certificate on a day, if it has one. */
function exemptionOn({ exemptions }: Read, tenantId: string, day: string): string | null {
  const found = exemptions.find(({ tenant_id }) => tenant_id === tenantId);
  return found ? certificateOn(found, day) : null;
}
