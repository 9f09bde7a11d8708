import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import {
  type Trunk,
  type TrunkCreate,
  trunkErrors,
  type TrunkPatch,
  type TrunkQuery,
  type TrunkState,
} from './contract.ts';
import { sealTrunkPassword } from './credentials.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...trunkErrors });

export function toTrunk(row: sql.TrunkRow): Trunk {
  return {
    ...audited(row),
    id: row.id,
    hasPassword: row.has_password,
    state: toState(row),
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

const UNCHECKED: TrunkState = {
  reachability: 'unchecked',
  since: null,
  checkedAt: null,
  roundTripMs: null,
  registration: 'none',
  registrationReason: '',
  registrationSince: null,
};

function toState({ state, registers }: sql.TrunkRow): TrunkState {
  const pending = registers ? { registration: 'pending' as const } : {};
  if (state === null) return { ...UNCHECKED, ...pending };
  const { reachable, registration } = state;
  // JSON has dates as text
  const instant = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());
  return {
    reachability: reachable === null ? 'silent' : reachable ? 'reachable' : 'unreachable',
    since: instant(state.since),
    checkedAt: instant(state.checked_at),
    roundTripMs: state.round_trip_ms,
    registration: 'none',
    registrationReason: registers ? state.registration_reason : '',
    registrationSince: registers ? instant(state.registration_since) : null,
    ...pending,
    ...(registers && registration !== null && { registration }),
  };
}

function audited(row: sql.TrunkRow) {
  const { name, host, port, match, priority, emergency, registers, enabled } = row;
  return {
    name,
    host,
    port,
    match,
    priority,
    emergency,
    sendsLocation: row.sends_location,
    username: row.username ?? '',
    registers,
    enabled,
  };
}

/** The fields as columns, with the password sealed. An empty user name removes the password. */
function toColumns(fields: z.output<typeof TrunkPatch>, id: string, secretKey: string) {
  const { sendsLocation, username, password, ...rest } = fields;
  return {
    ...rest,
    ...(sendsLocation !== undefined && { sends_location: sendsLocation }),
    ...(username !== undefined && { username: username || null }),
    ...(username === '' && { sealed_password: null }),
    ...(password !== undefined && { sealed_password: sealTrunkPassword(secretKey, id, password) }),
  };
}

/** A password needs a user name, and a registering trunk needs both. */
function requireLogin(login: { username: string; hasPassword: boolean; registers: boolean }): void {
  const { username, hasPassword, registers } = login;
  if (username === '' && (hasPassword || registers))
    throw invalidField('username', 'Enter the user name.', 'The user name is missing.');
  if (username !== '' && !hasPassword)
    throw invalidField('password', 'Enter the password.', 'The password is missing.');
}

const eventOf = (action: string, id: string) => ({ action, target: { kind: 'trunk', id }, partnerId: null });

/** Records that the password changed, and nothing about its value. */
const passwordNote = (password: string | undefined) => (password === undefined ? {} : { password: 'changed' });

const nameTaken = () =>
  fail('trunk_name_taken', 'Another trunk has this name.', {
    errors: [{ path: 'name', message: 'Taken. Choose another.' }],
  });

export async function listTrunks(tx: Tx, query: z.output<typeof TrunkQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listTrunks(tx, { search, ...page });
  const total = await sql.countTrunks(tx, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toTrunk);
}

/** The trunk carries outbound and inbound calls as soon as this commits. Codes: `trunk_name_taken`. */
export async function createTrunk(
  tx: Tx,
  by: Actor,
  input: z.output<typeof TrunkCreate>,
  secretKey: string,
): Promise<Trunk> {
  const { name, host, match, username, password, registers } = input;
  requireLogin({ username, hasPassword: password !== undefined, registers });
  const id = newId();
  const row = await sql.insertTrunk(tx, { ...toColumns(input, id, secretKey), name, host, match, id });
  if (!row) throw nameTaken();
  await recordEvent(tx, by, {
    ...eventOf('trunk.created', row.id),
    after: { ...audited(row), ...passwordNote(password) },
  });
  return toTrunk(row);
}

/** Codes: `trunk_name_taken`. */
export async function editTrunk(
  tx: Tx,
  by: Actor,
  {
    id,
    patch,
    ifMatch,
    secretKey,
  }: { id: string; patch: z.output<typeof TrunkPatch>; ifMatch: number | null; secretKey: string },
): Promise<Trunk> {
  const row = await sql.lockTrunk(tx, id);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  const { password, ...shown } = patch;
  const wanted = { ...audited(row), ...shown };
  const keepsPassword = row.has_password && shown.username !== '';
  requireLogin({ ...wanted, hasPassword: keepsPassword || password !== undefined });
  const changed = changes(audited(row), wanted);
  if (!changed && password === undefined) return toTrunk(row);
  const after = await sql.updateTrunk(tx, id, toColumns(patch, id, secretKey));
  if (!after) throw nameTaken();
  await recordEvent(tx, by, {
    ...eventOf('trunk.edited', id),
    before: changed?.before ?? {},
    after: { ...changed?.after, ...passwordNote(password) },
  });
  return toTrunk(after);
}

/** Calls in progress continue; new calls use other trunks. */
export async function deleteTrunk(tx: Tx, by: Actor, id: string, ifMatch: number | null): Promise<void> {
  const row = await sql.lockTrunk(tx, id);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  await sql.deleteTrunk(tx, id);
  await recordEvent(tx, by, { ...eventOf('trunk.deleted', id), before: audited(row) });
}
