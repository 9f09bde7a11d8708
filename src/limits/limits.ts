import type { z } from 'zod';
import type { Actor } from '../platform/http/caller.ts';
import type { Tx } from '../platform/db/db.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { errorFactory, notFound } from '../platform/http/errors.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { fromMicros, toMicros } from '../platform/values/money.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { requestReview } from './review-requests.ts';
import { statusesThatPermit } from '../status/rules.ts';
import {
  type Limits,
  limitErrors,
  type LimitsInUse,
  type LimitsInUseQuery,
  type LimitsPut,
  type OverLimit,
} from './contract.ts';
import { SANDBOX_AT_MOST } from '../sandbox/contract.ts';
import * as sql from './sql.ts';
import { toCycleUse } from './cycle-use.ts';

const fail = errorFactory(limitErrors);

type Tenant = { id: string; partnerId: string };
type Fields = Omit<Limits, 'version'>;

function toFields(row: sql.LimitValues): Fields {
  return {
    monthlySpend:
      row.monthly_spend_micros === null || row.currency === null
        ? null
        : { amount: fromMicros(BigInt(row.monthly_spend_micros)), currency: row.currency },
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
export async function insertInitialLimits(tx: Tx, tenant: Tenant, fields: Fields): Promise<Fields> {
  const values = toValues(fields);
  await sql.insertLimits(tx, tenant, values);
  return toFields(values);
}

export async function readLimits(tx: Tx, tenantId: string, find = sql.findLimits): Promise<Limits> {
  const row = await find(tx, tenantId);
  if (!row) throw notFound();
  return { ...toFields(row), version: row.version };
}

/** Saves limits. They apply to new additions; existing extensions and numbers stay. */
export async function saveLimits(
  tx: Tx,
  by: Actor,
  tenant: Tenant,
  input: z.output<typeof LimitsPut>,
  ifMatch: number | null,
): Promise<Limits> {
  const before = await readLimits(tx, tenant.id, sql.lockLimits);
  checkVersion(ifMatch, before.version);
  const { version: _ignored, ...fields } = input;
  const { version: _version, ...old } = before;
  const edit = changes<Record<string, unknown>>(old, toFields(toValues(fields)));
  if (!edit) return before;
  const row = await sql.updateLimits(tx, tenant.id, toValues(fields));
  const target = { kind: 'limits', id: tenant.id };
  await recordEvent(tx, by, {
    action: 'limits.saved',
    target,
    partnerId: tenant.partnerId,
    tenantId: tenant.id,
    ...edit,
  });
  // a cap may be reached by being lowered, and a suspension end by its being raised
  await requestReview(tx, tenant.id);
  return { ...toFields(row), version: row.version };
}

const CAPS = {
  maxExtensions: { counted: 'extensions', what: 'extensions' },
  maxDids: { counted: 'dids', what: 'numbers' },
} as const;
const SANDBOX_CAPS = { maxExtensions: SANDBOX_AT_MOST.extensions, maxDids: 0 } as const;

/**
 * Refuses an addition above the limit, even under concurrent adds: the caller has locked the tenant's row. Codes: `limit_reached`.
 */
export async function requireCapacity(tx: Tx, tenantId: string, cap: keyof typeof CAPS, adding: number): Promise<void> {
  const row = await sql.findLimits(tx, tenantId);
  const counts = await sql.countsOf(tx, tenantId);
  const own = row ? toFields(row)[cap] : null;
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
    inCycle: row.figures && toCycleUse(row.figures, row.was_active, now),
  });
  const total = await sql.countInUse(tx, search);
  return toPage(rows, page.limit, total, (row) => ({ key: row.name, id: row.tenant_id }), toItem);
}

/**
 * The partner's tenants that have reached a limit or its alert threshold. Cancelled tenants are left out, because their extensions and numbers
 * cannot be changed.
 */
export async function tenantsOverLimit(tx: Tx, partnerId: string): Promise<OverLimit> {
  const rows = await sql.overLimit(tx, partnerId, statusesThatPermit('partnerChanges'));
  return { count: rows[0]?.count ?? 0, tenants: rows.flatMap(toOverLimit) };
}

/** With the limit of which most is used. */
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
