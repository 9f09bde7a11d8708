import type { z } from 'zod';
import type { Destination } from '../destinations/contract.ts';
import {
  checkDestination,
  type Destinations,
  nameDestination,
  readDestination,
  releaseTarget,
} from '../destinations/destinations.ts';
import { releasedFields, toColumns, toDestination } from '../destinations/rules.ts';
import { requireFreeNumber } from '../number-plan/number-plan.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField, notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import type { Home } from '../platform/numbers/e164.ts';
import { newId } from '../platform/values/ids.ts';
import {
  type Group,
  type GroupCreate,
  type GroupPatch,
  type GroupQuery,
  type Member,
  REPEATED,
  repeatedMembers,
} from './contract.ts';
import * as sql from './sql.ts';

export const toGroup = (row: sql.GroupRow): Group => ({
  id: row.id,
  number: row.number,
  name: row.name,
  strategy: row.strategy,
  members: row.members,
  ringSeconds: row.ring_seconds,
  confirmOutside: row.confirm_outside,
  fallback: toDestination({ kind: row.fallback_kind, targetId: row.fallback_target_id, number: row.fallback_number }),
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

export async function listGroups(tx: Tx, query: z.output<typeof GroupQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listGroups(tx, { search, ...page });
  const total = await sql.countGroups(tx, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toGroup);
}

/** Codes: `reserved_number`, `number_taken`, `invalid` (a member or the fallback is not the tenant's), `not_permitted` (an outside number). */
export async function createGroup(
  tx: Tx,
  by: Actor,
  {
    tenant,
    input: written,
    destinations,
  }: { tenant: Owner; input: z.output<typeof GroupCreate>; destinations: Destinations },
): Promise<Group> {
  await lockTenants(tx, [tenant.id]);
  const home = await tenantHome(tx, tenant.id);
  const members = readMembers(written.members, home);
  const input = { ...written, members, fallback: readDestination(written.fallback, home, 'fallback') };
  await requireFreeNumber(tx, tenant.id, input.number);
  await checkMembers(tx, tenant.id, input.members, destinations);
  await checkDestination(tx, tenant.id, input.fallback, { path: 'fallback', destinations });
  const id = newId();
  await sql.insertGroup(tx, {
    id,
    tenant_id: tenant.id,
    number: input.number,
    name: input.name,
    strategy: input.strategy,
    ring_seconds: input.ringSeconds,
    confirm_outside: input.confirmOutside,
    ...fallbackColumns(input.fallback),
  });
  await sql.replaceMembers(tx, { id, tenantId: tenant.id }, input.members);
  const group = await reread(tx, id);
  const after = await audited(tx, tenant.id, fieldsOf(group), destinations);
  await recordEvent(tx, by, { ...eventOf('group.created', tenant, id), after });
  return group;
}

export async function editGroup(
  tx: Tx,
  by: Actor,
  {
    tenant,
    id,
    patch: written,
    ifMatch,
    destinations,
  }: TenantObject & { patch: z.output<typeof GroupPatch>; destinations: Destinations },
): Promise<Group> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  const home = await tenantHome(tx, tenant.id);
  const patch = {
    ...written,
    ...(written.members && { members: readMembers(written.members, home) }),
    ...(written.fallback && { fallback: readDestination(written.fallback, home, 'fallback') }),
  };
  const changed = changes(fieldsOf(before), { ...fieldsOf(before), ...patch });
  if (!changed) return before;
  const { number, members, fallback } = changed.after;
  if (number !== undefined) await requireFreeNumber(tx, tenant.id, number);
  if (members) await checkMembers(tx, tenant.id, members, destinations);
  if (fallback) await checkFallback(tx, destinations, { tenantId: tenant.id, id, fallback });
  const named = {
    before: await audited(tx, tenant.id, changed.before, destinations),
    after: await audited(tx, tenant.id, changed.after, destinations),
  };
  await sql.updateGroup(tx, id, {
    number: patch.number,
    name: patch.name,
    strategy: patch.strategy,
    ring_seconds: patch.ringSeconds,
    confirm_outside: patch.confirmOutside,
    ...(patch.fallback && fallbackColumns(patch.fallback)),
  });
  if (members) await sql.replaceMembers(tx, { id, tenantId: tenant.id }, members);
  await recordEvent(tx, by, { ...eventOf('group.edited', tenant, id), ...named });
  return reread(tx, id);
}

/** Deletes a group and all references to it. Calls in progress continue. */
export async function deleteGroup(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, destinations }: TenantObject & { destinations: Destinations },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const group = await reread(tx, id);
  checkVersion(ifMatch, group.version);
  const before = await audited(tx, tenant.id, fieldsOf(group), destinations);
  const released = await releaseTarget(tx, { kind: 'group', id }, destinations);
  await sql.deleteGroup(tx, id);
  await recordEvent(tx, by, { ...eventOf('group.deleted', tenant, id), before, after: releasedFields(released) });
}

/** The current row; 404 if it was deleted while this request waited for the tenant's lock. */
async function reread(tx: Tx, id: string): Promise<Group> {
  const row = await sql.findGroup(tx, id);
  if (!row) throw notFound();
  return toGroup(row);
}

/** Reads outside numbers as written in the tenant's country. Two notations of one number are one member. */
function readMembers(written: readonly Member[], home: Home): Member[] {
  const members = written.map((member, index) => readDestination(member, home, `members.${index}`));
  const [repeated] = repeatedMembers(members);
  if (repeated) throw invalidField(`members.${repeated.index}.${repeated.field}`, REPEATED);
  return members;
}

async function checkMembers(tx: Tx, tenantId: string, members: Member[], destinations: Destinations): Promise<void> {
  for (const [index, member] of members.entries())
    await checkDestination(tx, tenantId, member, { path: `members.${index}`, destinations });
}

/**
 * Groups may fall back to each other in a loop, since a call ends after a few hops. A group that falls back to itself
 * can only be a mistake.
 */
async function checkFallback(
  tx: Tx,
  destinations: Destinations,
  { tenantId, id, fallback }: { tenantId: string; id: string; fallback: Destination },
): Promise<void> {
  if (fallback.kind === 'group' && fallback.id === id) {
    throw invalidField('fallback.id', 'A group can’t fall back to itself.');
  }
  await checkDestination(tx, tenantId, fallback, { path: 'fallback', destinations });
}

function fallbackColumns(fallback: Destination) {
  const { kind, targetId, number } = toColumns(fallback);
  return { fallback_kind: kind, fallback_target_id: targetId, fallback_number: number };
}

function fieldsOf(group: Group) {
  const { id: _id, createdAt: _at, version: _version, ...fields } = group;
  return fields;
}

/** The fields as the audit trail records them: destinations by their names. */
async function audited(
  tx: Tx,
  tenantId: string,
  fields: Partial<ReturnType<typeof fieldsOf>>,
  destinations: Destinations,
): Promise<Record<string, unknown>> {
  const { members, fallback, ...rest } = fields;
  const name = (destination: Destination) => nameDestination(tx, tenantId, destination, destinations);
  const names: string[] = [];
  for (const member of members ?? []) names.push(await name(member));
  return { ...rest, ...(members && { members: names }), ...(fallback && { fallback: await name(fallback) }) };
}

const eventOf = eventsOf('group');
