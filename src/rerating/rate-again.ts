import { toMinor } from '../billing/rating/amounts.ts';
import { rateCall } from '../billing/rating/rate-call.ts';
import { addCorrection } from '../invoices/adjustments/adjustments.ts';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField } from '../platform/http/errors.ts';
import { numberKind } from '../platform/numbers/destination.ts';
import { homeOf } from '../platform/numbers/e164.ts';
import { dayAt } from '../platform/time/zoned-days.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { minorText, fromMicros } from '../platform/values/money.ts';
import type { RateVersion } from '../rates/contract.ts';
import type { SheetRate } from '../rates/rate-sheet.ts';
import { findVersion, ratesIn } from '../rates/rate-tables.ts';
import { type RateAgain, type RatedAgain, reratingErrors } from './contract.ts';
import { MAX_LEGS, type RatedLeg, rateLegsAgain, type StoredLeg, sumsOf } from './rate-legs-again.ts';
import * as sql from './sql.ts';

const fail = errorFactory(reratingErrors);

type Table = { id: string; name: string; currency: string; partnerId: string };
type Leg = StoredLeg & { row: sql.LegRow };

/**
 * Rates a partner's calls again by the rates of one import. Calls without a price get one. If a call's price differs, its charge stays and the
 * difference becomes an adjustment for its tenant. A dry run returns the totals and writes nothing. Codes: `too_many_calls_to_rate`,
 * `difference_changed`, `invalid`.
 */
export async function rateAgain(
  tx: Tx,
  by: Actor,
  { table, input, dryRun, now }: { table: Table; input: RateAgain; dryRun: boolean; now: Date },
): Promise<RatedAgain> {
  const version = await findVersion(tx, table.id, input.listId);
  if (!version) throw invalidField('listId', 'Choose rates of this table.');
  const which = {
    partnerId: table.partnerId,
    tableId: table.id,
    currency: table.currency,
    from: new Date(input.from),
    until: new Date(input.until),
    tenantId: input.tenantId,
  };
  if (which.from >= which.until) throw invalidField('until', 'Choose an end after the beginning.');
  const found = await readLegs(tx, which);
  const rows = dryRun ? found : await lockLegs(tx, which, found);
  const rates = await ratesIn(tx, version.id, [...new Set(rows.map(({ number }) => number))]);
  const left = new Map(rows.map((row) => [row.cycle_id, Number(row.included_left)]));
  const legs = rateLegsAgain(
    rows.map((row) => toLeg(row, rates)),
    rates,
    left,
  );
  const result = toResult(legs, table.currency, dryRun);
  if (dryRun) return result;
  if (result.difference !== input.difference)
    throw fail('difference_changed', `The sum is ${result.difference} ${table.currency} now. Check it again.`, {
      extra: { difference: result.difference },
    });
  const notCharged = await sql.legsWithoutCost(tx, which, MAX_LEGS);
  await write(tx, legs, notCharged, { version, table, rates });
  await adjust(tx, by, legs, { table, version, now });
  const { tenants: _tenants, dryRun: _dryRun, ...after } = result;
  await recordEvent(tx, by, {
    action: 'rate_table.calls_rated_again',
    target: { kind: 'rate_table', id: table.id },
    partnerId: table.partnerId,
    after: { name: table.name, validFrom: version.validFrom, from: input.from, until: input.until, ...after },
  });
  return result;
}

async function readLegs(tx: Tx, which: sql.Which): Promise<sql.LegRow[]> {
  const rows = await sql.legsToRate(tx, which, MAX_LEGS + 1);
  if (rows.length > MAX_LEGS)
    throw fail(
      'too_many_calls_to_rate',
      `There are more than ${MAX_LEGS.toLocaleString('en-US')} calls. Choose a shorter time, or one tenant.`,
    );
  return rows;
}

/** Reads the legs again under the locks: tenants first, then their cycles. */
async function lockLegs(tx: Tx, which: sql.Which, found: sql.LegRow[]): Promise<sql.LegRow[]> {
  const idsOf = (key: 'tenant_id' | 'cycle_id') => [...new Set(found.map((row) => row[key]))];
  await lockTenants(tx, idsOf('tenant_id'));
  await sql.lockCycles(tx, idsOf('cycle_id'));
  const tenants = new Set(idsOf('tenant_id'));
  return (await readLegs(tx, which)).filter((row) => tenants.has(row.tenant_id));
}

function toLeg(row: sql.LegRow, rates: Rates['rates']): Leg {
  const leg = {
    row,
    callId: row.call_id,
    leg: row.leg,
    tenantId: row.tenant_id,
    cycleId: row.cycle_id,
    number: row.number,
    billableSeconds: row.billable_seconds,
    includedSeconds: row.included_seconds,
    isIncluded: row.included_classes.includes(classOf(row, rates)),
    isActive: row.is_active,
  };
  return row.state === 'rated' && row.micros !== null
    ? { ...leg, state: 'rated', micros: Number(row.micros) }
    : { ...leg, state: 'unrated' };
}

/** A leg whose pinned rate could not be read has no class: it gets that of its new rate, or else of its number. */
function classOf({ leg, number, charge_class: known, country }: sql.LegRow, rates: Rates['rates']): string {
  if (known !== '') return known;
  if (leg === 0) return 'inbound';
  return rates.get(number)?.class ?? numberKind(number, homeOf(country, null).country).class;
}

type Rates = { version: RateVersion; table: Table; rates: ReadonlyMap<string, SheetRate> };

async function write(tx: Tx, legs: RatedLeg<Leg>[], notCharged: sql.CostlessLeg[], by: Rates): Promise<void> {
  const priced = legs.flatMap(({ leg, outcome }): sql.Priced[] => {
    const of = { callId: leg.callId, leg: leg.leg, class: classOf(leg.row, by.rates) };
    const nothing = { chargedSeconds: 0, includedSeconds: 0, chargeMicros: 0, destination: '', rate: null };
    if (outcome.kind === 'free') return [{ ...of, ...nothing, state: 'free', reason: 'no_inbound_rate' }];
    if (outcome.kind !== 'priced') return [];
    const { kind: _kind, micros, ...charge } = outcome;
    return [{ ...of, ...charge, ...rateOf(leg.number, by), reason: null, chargeMicros: micros }];
  });
  const changed = legs.flatMap(({ leg, outcome }) =>
    outcome.kind === 'changed' ? [{ callId: leg.callId, leg: leg.leg, micros: outcome.micros }] : [],
  );
  const withoutCost = legs.flatMap(({ leg: { row } }) => (row.has_cost ? [] : [row]));
  await sql.rateAgain(tx, { priced, changed, costs: await costsOf(tx, [...withoutCost, ...notCharged]) });
}

/** The partner's cost of legs without a known cost, for their whole duration. */
async function costsOf(tx: Tx, unknown: readonly sql.CostlessLeg[]): Promise<sql.Cost[]> {
  const lasted = new Map(unknown.map((row) => [`${row.call_id} ${row.leg}`, Number(row.lasted_ms)]));
  const rates = await sql.wholesaleRates(
    tx,
    unknown.map(({ call_id: callId, leg }) => ({ callId, leg })),
  );
  return rates.map(({ callId, leg, currency, rate }) => ({
    callId,
    leg,
    currency,
    micros: rateCall(rate, lasted.get(`${callId} ${leg}`) ?? 0).chargeMicros,
  }));
}

/** The rate of a leg, in the form that admission pins. */
function rateOf(number: string, { version, table, rates }: Rates) {
  const found = rates.get(number);
  if (!found) return { destination: '', rate: null };
  const { prefix, destination, class: ofClass, ...rate } = found;
  return {
    destination,
    rate: {
      prefix,
      destination,
      class: ofClass,
      listId: version.id,
      table: table.name,
      validFrom: version.validFrom,
      rate,
    },
  };
}

async function adjust(
  tx: Tx,
  by: Actor,
  legs: RatedLeg<Leg>[],
  { table, version, now }: { table: Table; version: RateVersion; now: Date },
): Promise<void> {
  for (const [tenantId, own] of byTenant(legs)) {
    const minor = Number(toMinor(sumsOf(own).changedMicros, decimalsOf(table.currency)));
    const zone = own[0]?.leg.row.zone;
    if (minor === 0 || zone === undefined) continue;
    await addCorrection(
      tx,
      by,
      { id: tenantId, partnerId: table.partnerId },
      {
        description: `Calls rated again by ${table.name}, rates of ${dayAt(Date.parse(version.validFrom), zone)}`.slice(
          0,
          200,
        ),
        currency: table.currency,
        minor,
        day: dayAt(now.getTime(), zone),
      },
    );
  }
}

const byTenant = (legs: RatedLeg<Leg>[]) => Map.groupBy(legs, ({ leg }) => leg.tenantId);

function toResult(legs: RatedLeg<Leg>[], currency: string, dryRun: boolean): RatedAgain {
  const shown = (of: readonly RatedLeg[]) => {
    const { rated, ratedMicros, changed, changedMicros } = sumsOf(of);
    return { rated, ratedAmount: fromMicros(ratedMicros), changed, changedAmount: fromMicros(changedMicros) };
  };
  const { ratedMicros, changedMicros } = sumsOf(legs);
  const tenants = [...byTenant(legs)].flatMap(([tenantId, own]) => {
    const sums = shown(own);
    if (sums.rated + sums.changed === 0) return [];
    const decimals = decimalsOf(currency);
    const adjustment = minorText(Number(toMinor(sumsOf(own).changedMicros, decimals)), decimals);
    return [{ tenantId, tenantName: own[0]?.leg.row.tenant_name ?? '', ...sums, adjustment }];
  });
  const count = (kind: 'withoutRate' | 'same') => legs.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    dryRun,
    currency,
    ...shown(legs),
    withoutRate: count('withoutRate'),
    same: count('same'),
    difference: fromMicros(ratedMicros + changedMicros),
    tenants: tenants.toSorted((one, other) => one.tenantName.localeCompare(other.tenantName)),
  };
}
