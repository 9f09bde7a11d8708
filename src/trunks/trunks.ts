import type { z } from 'zod';
import type { Actor } from '../platform/caller.ts';
import type { Tx } from '../platform/db.ts';
import { checkVersion } from '../platform/endpoint.ts';
import { failing, notFound } from '../platform/errors.ts';
import { changes, recordEvent } from '../platform/events.ts';
import { newId } from '../platform/ids.ts';
import { readCursor, readSort, toPage } from '../platform/paging.ts';
import {
  type Trunk,
  type TrunkCreate,
  trunkErrors,
  type TrunkPatch,
  type TrunkQuery,
  type TrunkState,
} from './contract.ts';
import * as sql from './sql.ts';

const fail = failing(trunkErrors);

export function toTrunk(row: sql.TrunkRow): Trunk {
  return {
    ...audited(row),
    id: row.id,
    state: toState(row.state),
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

/** Dates come as text out of JSON. */
function toState(state: sql.SeenState | null): TrunkState {
  if (state === null) return { reachability: 'unchecked', since: null, checkedAt: null, roundTripMs: null };
  const { reachable, round_trip_ms: roundTripMs } = state;
  return {
    reachability: reachable === null ? 'silent' : reachable ? 'reachable' : 'unreachable',
    since: new Date(state.since).toISOString(),
    checkedAt: new Date(state.checked_at).toISOString(),
    roundTripMs,
  };
}

function audited({
  name,
  host,
  port,
  match,
  priority,
  emergency,
  sends_location: sendsLocation,
  enabled,
}: sql.TrunkRow) {
  return { name, host, port, match, priority, emergency, sendsLocation, enabled };
}

/** The fields as the table names them. */
function toColumns<Fields extends { sendsLocation?: boolean | undefined }>({ sendsLocation, ...fields }: Fields) {
  return { ...fields, ...(sendsLocation !== undefined && { sends_location: sendsLocation }) };
}

const about = (action: string, id: string) => ({ action, target: { kind: 'trunk', id }, partnerId: null });

const nameTaken = () =>
  fail('trunk_name_taken', 'There is a carrier of this name.', {
    errors: [{ path: 'name', message: 'Taken. Choose another.' }],
  });

export async function listTrunks(tx: Tx, query: z.output<typeof TrunkQuery>) {
  const { by: sort, descending } = readSort<keyof typeof sql.SORTS>(query.sort);
  const { search, limit } = query;
  const rows = await sql.listTrunks(tx, { search, sort, descending, after: readCursor(query.cursor), limit });
  const total = await sql.countTrunks(tx, search);
  return toPage(rows, limit, total, (row) => ({ key: sql.SORTS[sort].of(row), id: row.id }), toTrunk);
}

/** Calls leave by it, and are taken from it, as soon as this commits. Codes: `trunk_name_taken`. */
export async function addTrunk(tx: Tx, by: Actor, input: z.output<typeof TrunkCreate>): Promise<Trunk> {
  const row = await sql.insertTrunk(tx, { ...toColumns(input), id: newId() });
  if (!row) throw nameTaken();
  await recordEvent(tx, by, { ...about('trunk.created', row.id), after: audited(row) });
  return toTrunk(row);
}

/** Codes: `trunk_name_taken`. */
export async function editTrunk(
  tx: Tx,
  by: Actor,
  id: string,
  patch: z.output<typeof TrunkPatch>,
  ifMatch: number | null,
): Promise<Trunk> {
  const row = await sql.lockTrunk(tx, id);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  const changed = changes(audited(row), { ...audited(row), ...patch });
  if (!changed) return toTrunk(row);
  const after = await sql.updateTrunk(tx, id, toColumns(patch));
  if (!after) throw nameTaken();
  await recordEvent(tx, by, { ...about('trunk.edited', id), ...changed });
  return toTrunk(after);
}

/** Calls under way go on; the next one takes another carrier. */
export async function removeTrunk(tx: Tx, by: Actor, id: string, ifMatch: number | null): Promise<void> {
  const row = await sql.lockTrunk(tx, id);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  await sql.deleteTrunk(tx, id);
  await recordEvent(tx, by, { ...about('trunk.deleted', id), before: audited(row) });
}
