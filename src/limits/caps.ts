import type { Tx } from '../platform/db/db.ts';
import { statusesThatPermit } from '../status/rules.ts';
import { CALL_CAPS, type CallCap } from './cap-contract.ts';
import * as sql from './caps-sql.ts';
import type { NearCap } from './contract.ts';
import { spendCapOf } from './cycle-use.ts';
import { type Level, levelOf, type Reported, usedByCalls } from './rules.ts';
import type { CycleFigures } from './usage-sql.ts';

/** A cap that a tenant has, and how far it is used. Money in micros, minutes in seconds. */
export type Cap = { cap: CallCap; value: bigint; used: bigint; level: Level; reported: Reported };

/** A tenant's caps in its current cycle. Without a cycle nothing is counted, and no cap is reached. */
export type Caps = {
  tenant: { id: string; partnerId: string; name: string };
  cycle: CycleFigures | null;
  caps: Cap[];
  autoSuspend: boolean;
};

export async function readCaps(tx: Tx, tenantId: string, now: Date): Promise<Caps | null> {
  const row = await sql.findCaps(tx, tenantId, now);
  return row && toCaps(row);
}

function toCaps(row: sql.CapsRow): Caps {
  const { figures } = row;
  return {
    tenant: { id: row.id, partnerId: row.partner_id, name: row.name },
    cycle: figures,
    caps: figures ? CALL_CAPS.flatMap((cap) => toCap(cap, row, figures)) : [],
    autoSuspend: row.auto_suspend,
  };
}

/**
 * Counts what is charged so far. Reservations of live calls may be released, so they only refuse calls and don't make a
 * cap count as reached.
 */
function toCap(cap: CallCap, row: sql.CapsRow, figures: CycleFigures): Cap[] {
  const value = valueOf(cap, row, figures);
  if (value === null) return [];
  const calls = usedByCalls(figures, row.was_active);
  const used = cap === 'spend_cap' ? BigInt(figures.fees_micros) + calls.micros : calls.seconds;
  const reports = row.reports.filter((report) => report.cap === cap && BigInt(report.value) === value);
  const reported = {
    threshold: reports.some(({ level }) => level === 'threshold'),
    full: reports.some(({ level }) => level === 'full'),
  };
  return [{ cap, value, used, level: levelOf(used, value, row.alert_threshold_percent), reported }];
}

function valueOf(cap: CallCap, row: sql.CapsRow, figures: CycleFigures): bigint | null {
  if (cap === 'spend_cap') {
    const micros = spendCapOf(row, figures);
    return micros === null ? null : BigInt(micros);
  }
  return row.max_monthly_minutes === null ? null : BigInt(row.max_monthly_minutes) * 60n;
}

/**
 * Whether a cap is used up, so that its suspension must stay. A cap that has ended a call counts as reached until it is
 * raised.
 */
export const isReached = ({ level, reported }: Pick<Cap, 'level' | 'reported'>): boolean =>
  level === 'full' || reported.full;

/** The caps that keep the tenant suspended. */
export async function reachedCapsOf(tx: Tx, tenantId: string, now: Date): Promise<Cap[]> {
  const caps = (await readCaps(tx, tenantId, now))?.caps ?? [];
  return caps.filter(isReached);
}

const MAX_TENANTS = 20;

/** Caps of the partner's tenants that are at their alert threshold or used up: of the first 20 tenants by name. Their partner has had a mail about each. */
export async function nearCaps(tx: Tx, partnerId: string, now: Date): Promise<NearCap[]> {
  const rows = await sql.findReported(tx, partnerId, {
    statuses: statusesThatPermit('partnerChanges'),
    at: now,
    atMost: MAX_TENANTS,
  });
  return rows
    .map(toCaps)
    .flatMap(({ tenant: { id, name }, caps }) =>
      caps.flatMap((cap) => (cap.level === 'below' && !cap.reported.full ? [] : [{ id, name, ...toNearCap(cap) }])),
    );
}

const toNearCap = (cap: Cap): Pick<NearCap, 'cap' | 'usedPercent' | 'isUsedUp'> => ({
  cap: cap.cap,
  usedPercent: cap.value === 0n ? 100 : Number((cap.used * 100n) / cap.value),
  isUsedUp: isReached(cap),
});
