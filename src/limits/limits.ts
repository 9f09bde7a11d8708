import type { z } from 'zod';
import { currenciesOf, setCycleCap, type TenantCurrencies } from '../billing/cycles/cycle-cap.ts';
import { monthlyFeesOf } from '../billing/fees/monthly-fees.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, type Owner, recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { fromMicros, toMicros } from '../platform/values/money.ts';
import { SANDBOX_MAX } from '../sandbox/contract.ts';
import { statusesThatPermit } from '../status/rules.ts';
import {
  type Limits,
  limitErrors,
  type LimitsInUse,
  type LimitsInUseQuery,
  type LimitsPut,
  type OverLimit,
} from './contract.ts';
import { reachesCap, toCycleUse } from './cycle-use.ts';
import { requestReview } from './review-requests.ts';
import * as sql from './sql.ts';

const fail = errorFactory(limitErrors);

type Fields = Omit<Limits, 'version' | 'cycleInOtherCurrency' | 'spendCurrency' | 'monthlyFees' | 'feesReachSpend'>;

const toSpend = (micros: string | null, currency: string | null): Limits['monthlySpend'] =>
  micros === null || currency === null ? null : { amount: fromMicros(BigInt(micros), decimalsOf(currency)), currency };

function toFields(row: sql.LimitValues): Fields {
  return {
    monthlySpend: toSpend(row.monthly_spend_micros, row.currency),
    maxExtensions: row.max_extensions,
    maxDids: row.max_dids,
    maxMonthlyMinutes: row.max_monthly_minutes,
    alertThresholdPercent: row.alert_threshold_percent,
    autoSuspend: row.auto_suspend,
  };
}

function toValues(fields: Fields): sql.LimitValues {
  return {
    monthly_spend_micros: fields.monthlySpend && toMicros(fields.monthlySpend.amount).toString(),
    currency: fields.monthlySpend?.currency ?? null,
    max_extensions: fields.maxExtensions,
    max_dids: fields.maxDids,
    max_monthly_minutes: fields.maxMonthlyMinutes,
    alert_threshold_percent: fields.alertThresholdPercent,
    auto_suspend: fields.autoSuspend,
  };
}

/** Stores a new tenant's limits and returns them as stored. */
export async function insertInitialLimits(tx: Tx, tenant: Owner, fields: Fields): Promise<Fields> {
  const values = toValues(fields);
  await sql.insertLimits(tx, tenant, values);
  return toFields(values);
}

export const readLimits = async (tx: Tx, tenantId: string, now: Date): Promise<Limits> =>
  (await readWithCurrencies(tx, tenantId, now)).limits;

async function readWithCurrencies(
  tx: Tx,
  tenantId: string,
  now: Date,
  find = sql.findLimits,
): Promise<{ limits: Limits; currencies: TenantCurrencies }> {
  const row = await find(tx, tenantId);
  if (!row) throw notFound();
  const currencies = await currenciesOf(tx, tenantId, now);
  const fees = await feesOf(tx, tenantId, row);
  return { limits: { ...toFields(row), ...ofCycle(currencies), ...fees, version: row.version }, currencies };
}

async function feesOf(
  tx: Tx,
  tenantId: string,
  { monthly_spend_micros: cap, currency }: sql.LimitsRow,
): Promise<Pick<Limits, 'monthlyFees' | 'feesReachSpend'>> {
  const fees = await monthlyFeesOf(tx, tenantId);
  const isInSame = fees !== null && fees.currency === currency;
  return {
    monthlyFees: fees && {
      amount: fromMicros(fees.micros, decimalsOf(fees.currency)),
      currency: fees.currency,
    },
    feesReachSpend: isInSame && cap !== null && reachesCap(BigInt(cap), fees.micros),
  };
}

/** The current cycle, if its currency differs from the one that the next cycle will be charged in. */
const otherCycle = ({ profile, cycle }: TenantCurrencies) =>
  cycle && profile !== null && cycle.currency !== profile ? cycle : null;

function ofCycle(currencies: TenantCurrencies): Pick<Limits, 'cycleInOtherCurrency' | 'spendCurrency'> {
  const other = otherCycle(currencies);
  return {
    cycleInOtherCurrency: other && {
      monthlySpend: toSpend(other.cap_micros, other.currency),
      currency: other.currency,
      endsAt: new Date(other.ends_at).toISOString(),
    },
    spendCurrency: currencies.profile ?? currencies.cycle?.currency ?? null,
  };
}

/** Codes: `invalid`. A spend limit is in the currency that the tenant is charged in; null: in any. `at`: where in the request it stands. */
export function checkSpendCurrency(spend: Limits['monthlySpend'], currency: string | null, at: string): void {
  if (spend === null || currency === null || spend.currency === currency) return;
  throw invalidField(
    `${at}.currency`,
    `Amounts are charged in ${currency}. Enter the limit in ${currency}, or leave it blank.`,
    'The spend limit is in another currency.',
  );
}

/** A tenant's limits that are being edited. */
type LimitsToEdit = {
  limits: Limits;
  /** The billing profile was changed to one that charges in another currency, so the same change has to restate the limit in it. */
  hasSpendToRestate: boolean;
};

export async function readLimitsToEdit(tx: Tx, tenantId: string, now: Date): Promise<LimitsToEdit> {
  const { limits, currencies } = await readWithCurrencies(tx, tenantId, now);
  const { monthlySpend, spendCurrency } = limits;
  const isLeftOver = currencies.cycle?.cap_micros != null && !otherCycle(currencies);
  const isInAnother = monthlySpend !== null && spendCurrency !== null && monthlySpend.currency !== spendCurrency;
  return { limits, hasSpendToRestate: isLeftOver || isInAnother };
}

/** The limits themselves, without what is read beside them. */
const storedOf = (limits: Fields): Fields => ({
  monthlySpend: limits.monthlySpend,
  maxExtensions: limits.maxExtensions,
  maxDids: limits.maxDids,
  maxMonthlyMinutes: limits.maxMonthlyMinutes,
  alertThresholdPercent: limits.alertThresholdPercent,
  autoSuspend: limits.autoSuspend,
});

/** Saves limits. They apply to new additions; existing extensions and numbers stay. */
export async function saveLimits(
  tx: Tx,
  by: Actor,
  {
    tenant,
    input,
    ifMatch,
    now,
    at = '',
  }: { tenant: Owner; input: z.output<typeof LimitsPut>; ifMatch: number | null; now: Date; at?: string },
): Promise<Limits> {
  const { limits: before, currencies } = await readWithCurrencies(tx, tenant.id, now, sql.lockLimits);
  checkVersion(ifMatch, before.version);
  const { cycleInOtherCurrency: said } = input;
  const { cycleInOtherCurrency: present, spendCurrency } = before;
  const [old, fields] = [storedOf(before), storedOf(input)];
  checkSpendCurrency(fields.monthlySpend, spendCurrency, `${at}monthlySpend`);
  const spend = spendOfOtherCycle(currencies, before, said?.monthlySpend, at);
  const edit = changes(
    { ...old, spendThisCycle: present?.monthlySpend ?? null },
    { ...toFields(toValues(fields)), spendThisCycle: spend },
  );
  const cap = spend && toMicros(spend.amount).toString();
  if (currencies.cycle && currencies.cycle.cap_micros !== cap) await setCycleCap(tx, currencies.cycle.id, cap);
  if (!edit) return before;
  await sql.updateLimits(tx, tenant.id, toValues(fields));
  const target = { kind: 'limits', id: tenant.id };
  await recordEvent(tx, by, {
    action: 'limits.saved',
    target,
    partnerId: tenant.partnerId,
    tenantId: tenant.id,
    ...edit,
  });
  // lowering a cap may make it reached, and raising it may end a suspension
  await requestReview(tx, tenant.id);
  return readLimits(tx, tenant.id, now);
}

/**
 * The spend limit of the current cycle in its own currency. If the currency changes, the old limit applies until the
 * cycle ends.
 */
function spendOfOtherCycle(
  currencies: TenantCurrencies,
  { monthlySpend, cycleInOtherCurrency: present }: Limits,
  said: Limits['monthlySpend'] | undefined,
  at: string,
): Limits['monthlySpend'] {
  const other = otherCycle(currencies);
  if (!other) return null;
  checkSpendCurrency(said ?? null, other.currency, `${at}cycleInOtherCurrency.monthlySpend`);
  if (said !== undefined) return said;
  return monthlySpend?.currency === other.currency ? monthlySpend : (present?.monthlySpend ?? null);
}

const CAPS = {
  maxExtensions: { counted: 'extensions', limit: 'max_extensions', what: 'extensions' },
  maxDids: { counted: 'dids', limit: 'max_dids', what: 'numbers' },
} as const;
const SANDBOX_CAPS = { maxExtensions: SANDBOX_MAX.extensions, maxDids: 0 } as const;

/**
 * Refuses an addition above the limit, even under concurrent adds: the caller has locked the tenant's row. Codes: `limit_reached`.
 */
export async function requireCapacity(tx: Tx, tenantId: string, cap: keyof typeof CAPS, adding: number): Promise<void> {
  const counts = await sql.countsOf(tx, tenantId);
  const own = counts[CAPS[cap].limit];
  const limit = counts.sandbox ? Math.min(own ?? Infinity, SANDBOX_CAPS[cap]) : own;
  if (limit === null) return;
  const { counted, what } = CAPS[cap];
  const current = counts[counted];
  if (current + adding > limit)
    throw fail(
      'limit_reached',
      `This tenant is limited to ${limit} ${what} and has ${current}. Raise the limit or remove some first.`,
      {
        extra: { limit, current },
      },
    );
}

/** Every tenant, including cancelled ones, with its limits and current use. */
export async function listInUse(tx: Tx, query: z.output<typeof LimitsInUseQuery>, now: Date) {
  const page = readPage<'tenantName'>(query);
  const { search } = query;
  const rows = await sql.listInUse(tx, search, page, now);
  const toItem = (row: sql.InUseRow): z.infer<typeof LimitsInUse> => ({
    ...toFields(row),
    tenantId: row.tenant_id,
    tenantName: row.name,
    tenantStatus: row.status,
    extensions: row.extensions,
    dids: row.dids,
    fraudBlocks: row.fraud_blocks,
    inCycle: row.figures && toCycleUse(row.figures, { limit: row, wasActive: row.was_active }, now),
  });
  const total = await sql.countInUse(tx, search);
  return toPage({ rows, limit: page.limit, total }, (row) => ({ key: row.name, id: row.tenant_id }), toItem);
}

/**
 * The partner's tenants that have reached a limit or its alert threshold. Cancelled tenants are left out, because their extensions and numbers
 * cannot be changed.
 */
export async function tenantsOverLimit(tx: Tx, partnerId: string): Promise<OverLimit> {
  const rows = await sql.overLimit(tx, partnerId, statusesThatPermit('partnerChanges'));
  return { count: rows[0]?.count ?? 0, tenants: rows.flatMap(toOverLimit) };
}

/** The limit with the largest share in use comes first. */
function toOverLimit({ id, name, ...row }: sql.OverLimitRow): OverLimit['tenants'] {
  const caps = [
    { limit: 'maxExtensions' as const, current: row.extensions, max: row.max_extensions },
    { limit: 'maxDids' as const, current: row.dids, max: row.max_dids },
  ];
  const used = ({ current, max }: { current: number; max: number }) => (current === 0 ? 0 : current / max);
  const capped = caps.flatMap(({ max, ...cap }) => (max === null ? [] : [{ ...cap, max }]));
  const [fullest] = capped.toSorted((a, b) => used(b) - used(a));
  return fullest ? [{ id, name, ...fullest }] : [];
}
