import type { z } from 'zod';
import { ChargeClass } from '../billing/profiles/terms-contract.ts';
import { amountText } from '../invoices/invoices.ts';
import { readSettings } from '../invoices/settings/settings.ts';
import { tenantBalances } from '../invoices/summary.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Revenue, RevenueOfCurrency, RevenueQuery, RevenueTenant } from './contract.ts';
import { allFiguresOf, amountOf, figuresOf, type OperatorFees, sumsOf } from './figures.ts';
import { type Ledger, readLedger, readTotals } from './ledger.ts';
import { daysOf, monthSpans, type Span } from './rules.ts';
import * as sql from './sql.ts';

const MAX_TENANTS = 200;
const MAX_DESTINATIONS = 10;

type Query = z.output<typeof RevenueQuery>;
type Balances = Awaited<ReturnType<typeof tenantBalances>>;

/** A partner's current or past month, compared with the same part of the month before. */
export async function readRevenue(tx: Tx, partnerId: string, { month }: Query, now: Date): Promise<Revenue> {
  const { timezone } = await readSettings(tx, partnerId);
  const spans = monthSpans(month, timezone, now.getTime());
  const present = await readLedger(tx, partnerId, spans.present, { zone: timezone, now });
  const before = await readTotals(tx, partnerId, spans.before, now);
  const balances = await tenantBalances(tx, partnerId, now);
  const others = await sql.otherCosts(tx, partnerId, spans.present);
  const known = [...currenciesOf(present), ...currenciesOf(before), ...balances.map(({ currency }) => currency)];
  const currencies = [...new Set(known)].toSorted();
  return {
    month: spans.month,
    timezone,
    through: spans.present.through,
    isRunning: spans.isRunning,
    comparedUntil: new Date(spans.before.until).toISOString(),
    currencies: currencies.map((currency) => {
      const tenants = tenantsOf(present, balances, currency);
      return {
        currency,
        ...totalOf(present, currency),
        ...owedIn(balances, currency),
        before: totalOf(before, currency),
        otherCosts: others
          .filter((other) => other.currency === currency)
          .map(({ paid_in, cost }) => ({ currency: paid_in, cost: amountOf(BigInt(cost), paid_in) })),
        days: daySums(present, spans.present, currency),
        destinations: destinationsOf(present, currency).slice(0, MAX_DESTINATIONS),
        tenants: tenants.slice(0, MAX_TENANTS),
        tenantsCount: tenants.length,
      };
    }),
  };
}

/** All tenants of a month by currency, for the export. */
export async function revenueByTenant(
  tx: Tx,
  partnerId: string,
  { month }: Query,
  now: Date,
): Promise<{ month: string; currency: string; tenants: RevenueTenant[] }[]> {
  const { timezone } = await readSettings(tx, partnerId);
  const spans = monthSpans(month, timezone, now.getTime());
  const ledger = await readLedger(tx, partnerId, spans.present, { zone: timezone, now });
  const balances = await tenantBalances(tx, partnerId, now);
  const known = [...currenciesOf(ledger), ...balances.map(({ currency }) => currency)];
  return [...new Set(known)].toSorted().map((currency) => ({
    month: spans.month,
    currency,
    tenants: tenantsOf(ledger, balances, currency),
  }));
}

const currenciesOf = ({ sums, fees, operator }: Ledger): string[] =>
  [...sums, ...fees, ...operator.all].map(({ currency }) => currency);

const NO_FEES: OperatorFees = { micros: 0n, suspended: 0n };

const of = <Row extends { currency: string }>(rows: readonly Row[], currency: string): Row[] =>
  rows.filter((row) => row.currency === currency);

function totalOf({ sums, fees, operator }: Ledger, currency: string) {
  const all = of(sums, currency).find(({ by }) => by === 'all');
  const charged = of(fees, currency).reduce((sum, { micros }) => sum + micros, 0n);
  return allFiguresOf(sumsOf(all, charged), of(operator.all, currency)[0] ?? NO_FEES, currency);
}

function owedIn(balances: Balances, currency: string) {
  const owed = of(balances, currency);
  return {
    unbilled: amountOf(
      owed.reduce((sum, { unbilled_micros }) => sum + BigInt(unbilled_micros), 0n),
      currency,
    ),
    overdue: amountText(
      owed.reduce((sum, { overdue }) => sum + Number(overdue), 0),
      currency,
    ),
  };
}

/** The tenants of a currency, the highest revenue first. */
function tenantsOf({ sums, fees, operator }: Ledger, balances: Balances, currency: string): RevenueTenant[] {
  const rows = of(sums, currency).filter((row) => row.by === 'tenant');
  const calls = new Map(rows.map((row) => [row.tenant_id, row]));
  const owed = new Map(of(balances, currency).map((row) => [row.tenant_id, row]));
  const charged = Map.groupBy(of(fees, currency), ({ tenantId }) => tenantId);
  const paid = new Map(of(operator.tenants, currency).map((row) => [row.tenantId, row]));
  const names = new Map<string, string>([
    ...[...owed.values()].map(({ tenant_id, name }) => [tenant_id, name] as const),
    ...of(fees, currency).map(({ tenantId, name }) => [tenantId, name] as const),
    ...[...paid.values()].map(({ tenantId, name }) => [tenantId, name] as const),
    ...rows.map(({ tenant_id, name }) => [tenant_id, name] as const),
  ]);
  const found = [...names].map(([tenantId, name]) => {
    const its = (charged.get(tenantId) ?? []).reduce((sum, { micros }) => sum + micros, 0n);
    const total = sumsOf(calls.get(tenantId), its);
    const balance = owed.get(tenantId);
    const tenant: RevenueTenant = {
      tenantId,
      name,
      fees: amountOf(its, currency),
      ...allFiguresOf(total, paid.get(tenantId) ?? NO_FEES, currency),
      unbilled: amountOf(BigInt(balance?.unbilled_micros ?? 0), currency),
      overdue: amountText(balance?.overdue ?? 0, currency),
    };
    return { micros: total.fees + total.calls, tenant };
  });
  return found
    .toSorted((one, other) => (one.micros === other.micros ? 0 : one.micros > other.micros ? -1 : 1))
    .map(({ tenant }) => tenant);
}

function daySums({ sums }: Ledger, span: Span, currency: string): RevenueOfCurrency['days'] {
  const rows = new Map(of(sums, currency).flatMap((row) => (row.by === 'day' ? [[row.day, row]] : [])));
  return daysOf(span).map((day) => {
    const row = rows.get(day);
    const amount = (micros: string | undefined) => amountOf(BigInt(micros ?? 0), currency);
    return { day, revenue: amount(row?.revenue), cost: amount(row?.cost) };
  });
}

function destinationsOf({ sums }: Ledger, currency: string): RevenueOfCurrency['destinations'] {
  return of(sums, currency)
    .filter((row) => row.by === 'destination')
    .toSorted((one, other) => Number(other.revenue) - Number(one.revenue))
    .map((row) => ({
      class: ChargeClass.safeParse(row.charge_class).data ?? null,
      destination: row.destination,
      minutes: Math.round(Number(row.seconds) / 60),
      ...figuresOf(sumsOf(row), currency),
    }));
}
