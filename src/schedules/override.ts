import type { z } from 'zod';
import type { ObjectUsers } from '../object-uses/object-uses.ts';
import type { Tx } from '../platform/db/db.ts';
import { type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import type { OverrideInput, Schedule } from './contract.ts';
import { rulesOf } from './for-calls.ts';
import { defaultEnd, MAX_OVERRIDE_MS, toggled } from './rules.ts';
import { eventOf, reread, type ScheduleNow, toSchedule, withUses } from './schedules.ts';
import * as sql from './sql.ts';

/** Opens or closes a schedule until a time. Codes: `invalid` (a time in the past, or too far in the future). */
export async function overrideSchedule(
  tx: Tx,
  by: Actor,
  {
    tenant,
    id,
    input,
    ifMatch,
    users,
    now,
  }: TenantObject & { input: z.output<typeof OverrideInput>; users: ObjectUsers; now: Date },
): Promise<Schedule> {
  const { open, until } = input;
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.version);
  const end = until === null ? defaultEnd(rulesOf(row), row.zone, now.getTime()) : Date.parse(until);
  if (end <= now.getTime()) throw invalidField('until', 'Choose a time in the future.');
  if (end > now.getTime() + MAX_OVERRIDE_MS) throw invalidField('until', 'Choose a time within a year.');
  return withUses(tx, await save(tx, by, { tenant, row, override: { open, until: end }, now }), users);
}

/** Ends an override. */
export async function endOverride(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, now }: TenantObject & { now: Date },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.version);
  await save(tx, by, { tenant, row, override: null, now });
}

/** Toggles the schedule with this code between open and closed. Returns whether it is now open; null if there is no such code. */
export async function toggleByCode(
  tx: Tx,
  by: Actor,
  { tenant, code, now }: { tenant: Owner; code: string; now: Date },
): Promise<{ open: boolean } | null> {
  await lockTenants(tx, [tenant.id]);
  const id = await sql.idOfCode(tx, tenant.id, code);
  if (id === null) return null;
  const row = await reread(tx, id);
  const { state } = await save(tx, by, { tenant, row, override: toggled(rulesOf(row), row.zone, now.getTime()), now });
  return { open: state.open };
}

async function save(
  tx: Tx,
  by: Actor,
  {
    tenant,
    row,
    override,
    now,
  }: { tenant: Owner; row: sql.ScheduleRow; override: { open: boolean; until: number } | null; now: Date },
): Promise<ScheduleNow> {
  const before = toSchedule(row, now);
  await sql.updateSchedule(tx, row.id, {
    override_open: override?.open ?? null,
    override_until: override && new Date(override.until),
  });
  const after = toSchedule(await reread(tx, row.id), now);
  await recordEvent(tx, by, {
    ...eventOf('schedule.switched', tenant, row.id),
    before: audited(before),
    after: audited(after),
  });
  return after;
}

/** The fields that the audit trail records, including the name, which says which schedule was changed. */
const audited = ({ name, state, override }: ScheduleNow) => ({
  name,
  open: state.open,
  until: override?.until ?? null,
});
