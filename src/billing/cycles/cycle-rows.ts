import { asNobody, type Db, inContext, type Tx } from '../../platform/db/db.ts';
import { dayAt, daysBetween, startOfDay } from '../../platform/time/zoned-days.ts';
import { newId } from '../../platform/values/ids.ts';
import { ProfileTerms } from '../profiles/terms-contract.ts';
import { includedSeconds } from '../rating/amounts.ts';
import * as sql from './cycles-sql.ts';
import { type Cycle, cycleAfter } from './cycles.ts';

export type { CycleRow } from './cycles-sql.ts';

/**
 * The tenant's billing cycle at an instant; created if it is due. Its included minutes are fixed if the tenant has been ACTIVE in it. Null if no
 * profile bills the tenant at that time. The transaction is in the context of the tenant or its partner.
 */
export async function cycleOf(tx: Tx, tenantId: string, at: Date): Promise<sql.CycleRow | null> {
  const found = (await sql.findCycleAt(tx, tenantId, at)) ?? (await createDueCycles(tx, tenantId, at));
  return found && withAllowance(tx, found, at);
}

/** Call it when a tenant gets a profile: its first cycle begins then, unless an earlier cycle hasn't ended. */
export async function beginCycles(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const running = await sql.findCycleAt(tx, tenantId, at);
  if (running) return;
  const tenant = await sql.lockCycles(tx, tenantId);
  if (!tenant?.billing_profile_id || (await sql.findCycleAt(tx, tenantId, at))) return;
  const version = await sql.latestVersion(tx, tenant.billing_profile_id);
  await withAllowance(tx, await insertCycle(tx, tenant, version, firstFrom(at, tenant.timezone)), at);
}

/** The terms of a cycle. Later terms of its profile apply from the next cycle. */
export const termsOf = async (tx: Tx, cycle: Pick<sql.CycleRow, 'profile_version_id'>): Promise<ProfileTerms> =>
  ProfileTerms.parse((await sql.findVersion(tx, cycle.profile_version_id)).terms);

/** How many tenants are read at once. */
const AT_ONCE = 500;

/** Creates the due cycles of all tenants. */
export async function turnCycles(db: Db, at: Date): Promise<void> {
  for (;;) {
    const due = await asNobody(db, (tx) => sql.tenantsWithoutCycle(tx, at, AT_ONCE));
    for (const { tenant_id: tenantId, partner_id: partnerId } of due)
      await inContext(db, { tenantId, partnerId }, (tx) => cycleOf(tx, tenantId, at));
    if (due.length < AT_ONCE) return;
  }
}

type Begin = Pick<Cycle, 'nextFirstDay' | 'endsAt'>;

const firstFrom = (at: Date, zone: string): Begin => ({
  nextFirstDay: dayAt(at.getTime(), zone),
  endsAt: at.toISOString(),
});

/**
 * A call's first cycle begins at the start of the day: an earlier call at nearly the same time may come after a later one has created the cycle, and
 * has to be in it, too.
 */
function firstOfDay(at: Date, zone: string): Begin {
  const nextFirstDay = dayAt(at.getTime(), zone);
  return { nextFirstDay, endsAt: startOfDay(nextFirstDay, zone) };
}

/** After an outage several cycles may be due. */
async function createDueCycles(tx: Tx, tenantId: string, at: Date): Promise<sql.CycleRow | null> {
  if (!(await sql.hasProfile(tx, tenantId))) return null;
  const tenant = await sql.lockCycles(tx, tenantId);
  if (!tenant?.billing_profile_id) return null;
  let last = await sql.lastCycle(tx, tenantId);
  if (last && last.starts_at > at) return (await sql.findCycleAt(tx, tenantId, at)) ?? null;
  while (!last || last.ends_at <= at) {
    const begin = last
      ? { nextFirstDay: last.next_first_day, endsAt: last.ends_at.toISOString() }
      : firstOfDay(at, tenant.timezone);
    const version = await sql.versionAt(tx, tenant.billing_profile_id, new Date(begin.endsAt));
    last = await insertCycle(tx, tenant, version, begin);
  }
  return last;
}

function insertCycle(tx: Tx, tenant: sql.BilledTenant, version: sql.VersionRow, begin: Begin): Promise<sql.CycleRow> {
  const { billingDay } = ProfileTerms.parse(version.terms);
  const cycle = cycleAfter(begin, { billingDay, zone: tenant.timezone });
  return sql.insertCycle(tx, {
    id: newId(),
    partner_id: tenant.partner_id,
    tenant_id: tenant.id,
    profile_version_id: version.id,
    starts_at: new Date(cycle.startsAt),
    ends_at: new Date(cycle.endsAt),
    first_day: cycle.firstDay,
    next_first_day: cycle.nextFirstDay,
    days: cycle.days,
    nominal_days: cycle.nominalDays,
    zone: tenant.timezone,
    currency: version.currency,
  });
}

/** Fixes the included minutes, in proportion to the days from when the tenant was first ACTIVE. */
async function withAllowance(tx: Tx, cycle: sql.CycleRow, at: Date): Promise<sql.CycleRow> {
  if (cycle.allowance_seconds !== null) return cycle;
  const active = await sql.firstActive(tx, cycle.tenant_id, cycle.starts_at, at);
  if (active === null) return cycle;
  const { includedMinutes } = await termsOf(tx, cycle);
  const day = dayAt(active.getTime(), cycle.zone);
  const daysLeft = daysBetween(day < cycle.first_day ? cycle.first_day : day, cycle.next_first_day);
  const seconds = includedSeconds(includedMinutes, daysLeft, cycle.nominal_days);
  await sql.setAllowance(tx, cycle.id, seconds);
  return { ...cycle, allowance_seconds: seconds.toString() };
}
