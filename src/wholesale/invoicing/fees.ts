import { microsOf, prorated } from '../../billing/rating/amounts.ts';
import type { Tx } from '../../platform/db/db.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { nearest } from '../../platform/values/money.ts';
import { ZONE } from '../terms.ts';
import * as cycles from './cycles-sql.ts';

/** The operator's fees for some days, in micros. `suspended`: the part for days on which tenants were suspended. */
type Charged = { currency: string; micros: bigint; suspended: bigint };
/** A partner's fees by currency, rounded as on invoices, and each tenant's share of them, rounded to the micro. */
export type WholesaleFees = { all: Charged[]; tenants: (Charged & { tenantId: string; name: string })[] };

const feeOf = ({ kind, tenant_fee, extension_fee, number_fee }: cycles.CycleUnits): number =>
  ({ tenant: tenant_fee, extension: extension_fee, number: number_fee })[kind];

/** A share of a line, to the micro. */
function exactly(units: cycles.CycleUnits, days: number): bigint {
  const fee = microsOf(BigInt(feeOf(units)), decimalsOf(units.currency));
  return nearest(fee * BigInt(days), BigInt(units.nominal_days));
}

/** A line of an invoice has all units of a kind. */
function asBilled(units: cycles.CycleUnits, days: number): bigint {
  return microsOf(BigInt(prorated(feeOf(units), days, units.nominal_days)), decimalsOf(units.currency));
}

function sumBy<Row extends cycles.CycleUnits, Of extends object>(
  rows: readonly Row[],
  reckon: (units: cycles.CycleUnits, days: number) => bigint,
  { key, of }: { key: (row: Row) => string; of: (row: Row) => Of },
): (Charged & Of)[] {
  const sums = new Map<string, Charged & Of>();
  for (const row of rows) {
    const id = `${key(row)} ${row.currency}`;
    const sum = sums.get(id) ?? { ...of(row), currency: row.currency, micros: 0n, suspended: 0n };
    sum.micros += reckon(row, row.days);
    sum.suspended += reckon(row, row.suspended_days);
    sums.set(id, sum);
  }
  return [...sums.values()].filter(({ micros }) => micros !== 0n);
}

/** Of each cycle and kind one row for all tenants. */
function together(rows: readonly cycles.TenantUnits[]): cycles.CycleUnits[] {
  const lines = new Map<string, cycles.CycleUnits>();
  for (const row of rows) {
    const key = `${row.cycle_id} ${row.kind}`;
    const line = lines.get(key);
    const days = (line?.days ?? 0) + row.days;
    lines.set(key, { ...row, days, suspended_days: (line?.suspended_days ?? 0) + row.suspended_days });
  }
  return [...lines.values()];
}

/** The days up to today in the operator's time zone: later ones have no fees yet. */
const passed = ({ firstDay, through }: cycles.Days, now: Date): cycles.Days => {
  const today = dayAt(now.getTime(), ZONE);
  return { firstDay, through: through < today ? through : today };
};

/** The operator's fees to a partner for these days, by the terms of each cycle and before taxes. Calls are not in them. */
export async function readFees(tx: Tx, partnerId: string, days: cycles.Days, now: Date): Promise<WholesaleFees> {
  const rows = await cycles.tenantUnits(tx, partnerId, passed(days, now));
  return {
    all: sumBy(together(rows), asBilled, { key: () => '', of: () => ({}) }),
    tenants: sumBy(rows, exactly, {
      key: ({ tenant_id }) => tenant_id,
      of: ({ tenant_id: tenantId, name }) => ({ tenantId, name }),
    }),
  };
}

/** The same of all partners, in the order of their names; in the operator's context. */
export async function readFeesOfPartners(tx: Tx, days: cycles.Days, now: Date) {
  const rows = await cycles.partnerUnits(tx, passed(days, now));
  return sumBy(rows, asBilled, {
    key: ({ partner_id }) => partner_id,
    of: ({ partner_id: partnerId, partner: name }) => ({ partnerId, name }),
  });
}
