import type { z } from 'zod';
import { type ObjectUsers, requireUnused, usesOf } from '../object-uses/object-uses.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import {
  MAX_SCHEDULES,
  type Schedule,
  type ScheduleCreate,
  scheduleErrors,
  type SchedulePatch,
  type ScheduleQuery,
} from './contract.ts';
import { rulesOf } from './for-calls.ts';
import { stateAt } from './rules.ts';
import * as sql from './sql.ts';
import { datesText, hoursText } from './text-rules.ts';

const fail = errorFactory({ ...platformErrors, ...scheduleErrors });

/** A schedule for operations and the audit trail. Its uses are read only where they are shown. */
export type ScheduleNow = Omit<Schedule, 'uses'>;

export function toSchedule(row: sql.ScheduleRow, now: Date): ScheduleNow {
  const { id, name, code, week, holidays, version } = row;
  const rules = rulesOf(row);
  const { until, ...state } = stateAt(rules, row.zone, now.getTime());
  // an expired override needs no clean-up
  const override = rules.override && rules.override.until > now.getTime() ? rules.override : null;
  return {
    id,
    name,
    code,
    week,
    holidays,
    override: override && { open: override.open, until: new Date(override.until).toISOString() },
    state: { ...state, until: until === null ? null : new Date(until).toISOString() },
    createdAt: row.created_at.toISOString(),
    version,
  };
}

/** Adds the schedule's uses. */
export async function withUses(tx: Tx, schedule: ScheduleNow, users: ObjectUsers): Promise<Schedule> {
  return { ...schedule, uses: (await usesOf(tx, [schedule.id], users)).get(schedule.id) ?? [] };
}

export async function listSchedules(tx: Tx, query: z.output<typeof ScheduleQuery>, users: ObjectUsers, now: Date) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listSchedules(tx, { search, ...page });
  const total = await sql.countSchedules(tx, search);
  const uses = await usesOf(
    tx,
    rows.map(({ id }) => id),
    users,
  );
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), (row) => ({
    ...toSchedule(row, now),
    uses: uses.get(row.id) ?? [],
  }));
}

/** Codes: `schedule_code_taken`, `too_many_schedules`. */
export async function createSchedule(
  tx: Tx,
  by: Actor,
  { tenant, input, now }: { tenant: Owner; input: z.output<typeof ScheduleCreate>; now: Date },
): Promise<Schedule> {
  const { name, code, week, holidays } = input;
  await lockTenants(tx, [tenant.id]);
  if ((await sql.countSchedules(tx)) >= MAX_SCHEDULES)
    throw fail('too_many_schedules', `A tenant can have at most ${MAX_SCHEDULES} schedules.`);
  await requireFreeCode(tx, tenant.id, code);
  const id = newId();
  const fields = { name, code, week, holidays };
  await sql.insertSchedule(tx, { id, tenant_id: tenant.id, ...columnsOf(fields) });
  await recordEvent(tx, by, { ...eventOf('schedule.created', tenant, id), after: audited(fields) });
  return { ...toSchedule(await reread(tx, id), now), uses: [] };
}

/** Codes: `schedule_code_taken`. */
export async function editSchedule(
  tx: Tx,
  by: Actor,
  {
    tenant,
    id,
    patch,
    ifMatch,
    users,
    now,
  }: TenantObject & { patch: z.output<typeof SchedulePatch>; users: ObjectUsers; now: Date },
): Promise<Schedule> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  const changed = changes(fieldsOf(before), { ...fieldsOf(before), ...patch });
  if (!changed) return withUses(tx, toSchedule(before, now), users);
  if (changed.after.code !== undefined) await requireFreeCode(tx, tenant.id, changed.after.code);
  await sql.updateSchedule(tx, id, columnsOf({ ...fieldsOf(before), ...patch }));
  await recordEvent(tx, by, {
    ...eventOf('schedule.edited', tenant, id),
    before: audited(changed.before),
    after: audited(changed.after),
  });
  return withUses(tx, toSchedule(await reread(tx, id), now), users);
}

/** Codes: `in_use`. */
export async function deleteSchedule(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, users }: TenantObject & { users: ObjectUsers },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  await requireUnused(tx, id, users);
  await sql.deleteSchedule(tx, id);
  await recordEvent(tx, by, { ...eventOf('schedule.deleted', tenant, id), before: audited(fieldsOf(before)) });
}

/** The current row; 404 if it was deleted while this request waited for the tenant's lock. */
export async function reread(tx: Tx, id: string): Promise<sql.ScheduleRow> {
  const row = await sql.findSchedule(tx, id);
  if (!row) throw notFound();
  return row;
}

async function requireFreeCode(tx: Tx, tenantId: string, code: string | null): Promise<void> {
  if (code === null || (await sql.idOfCode(tx, tenantId, code)) === null) return;
  const message = 'Another schedule has this code.';
  throw fail('schedule_code_taken', message, { errors: [{ path: 'code', message }] });
}

type Fields = Pick<Schedule, 'name' | 'code' | 'week' | 'holidays'>;
const fieldsOf = ({ name, code, week, holidays }: sql.ScheduleRow): Fields => ({ name, code, week, holidays });

const columnsOf = ({ name, code, week, holidays }: Fields) => ({
  name,
  code,
  week: JSON.stringify(week),
  holidays: JSON.stringify(holidays),
});

/** The fields as the audit trail records them: hours and dates in words. */
function audited({ week, holidays, ...rest }: Partial<Fields>): Record<string, unknown> {
  return {
    ...rest,
    ...(week && { week: Object.entries(week).map(([day, hours]) => `${day}: ${hoursText(hours)}`) }),
    ...(holidays && {
      holidays: holidays.map(({ name, dates, hours }) => `${name} (${datesText(dates)}): ${hoursText(hours)}`),
    }),
  };
}

export const eventOf = eventsOf('schedule');
