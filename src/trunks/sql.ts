import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { lockByName } from '../platform/db/named-locks.ts';
import { allRows } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import { STALE_MS } from './rules.ts';

type Table = Database['trunks'];
/** The worst recent state of a trunk across machines; null if no machine has a recent one. */
export type LatestState = {
  reachable: boolean | null;
  since: string;
  checked_at: string;
  round_trip_ms: number | null;
  registration: 'pending' | 'registered' | 'refused' | null;
  registration_reason: string;
  registration_since: string | null;
};
export type TrunkRow = Omit<Selectable<Table>, 'sealed_password'> & {
  has_password: boolean;
  state: LatestState | null;
};

const HAS_PASSWORD = sql<boolean>`sealed_password is not null`.as('has_password');

const STATE =
  sql<LatestState | null>`(select json_build_object('reachable', s.reachable, 'since', s.since, 'checked_at', s.checked_at,
    'round_trip_ms', s.round_trip_ms,
    'registration', s.registration, 'registration_reason', s.registration_reason, 'registration_since', s.registration_since) from trunk_states s
  where s.trunk_id = trunks.id and s.target = trunks.host || ':' || trunks.port and trunks.enabled
    and s.checked_at > now() - ${`${STALE_MS} ms`}::interval
  order by s.registration = 'refused' desc nulls last, s.reachable nulls last, s.checked_at desc limit 1)`.as('state');

/** The columns that are shown. The sealed password is selected separately, only where it is needed. */
const COLUMNS = [
  'id',
  'name',
  'host',
  'port',
  'match',
  'priority',
  'emergency',
  'enabled',
  'username',
  'registers',
  'sends_location',
  'version',
  'created_at',
] as const;

export const SORTS = {
  priority: { by: sql`priority`, type: 'integer', of: (row) => String(row.priority) },
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<TrunkRow>>;

type ListQuery = { search: string | undefined } & SortedPage<keyof typeof SORTS>;

const matching = (search: string | undefined) =>
  search ? hasWords(textOf('name', 'host'), search) : sql<boolean>`true`;

export function listTrunks(tx: Tx, query: ListQuery): Promise<TrunkRow[]> {
  const { rows, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`id`);
  return tx
    .selectFrom('trunks')
    .select(COLUMNS)
    .select([STATE, HAS_PASSWORD])
    .where(matching(query.search))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(query.limit + 1)
    .execute();
}

export async function countTrunks(tx: Tx, search: string | undefined): Promise<number> {
  const row = await tx
    .selectFrom('trunks')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(matching(search))
    .executeTakeFirstOrThrow();
  return row.n;
}

export async function findTrunk(tx: Tx, id: string): Promise<TrunkRow | null> {
  return (
    (await tx
      .selectFrom('trunks')
      .select(COLUMNS)
      .select([STATE, HAS_PASSWORD])
      .where('id', '=', id)
      .executeTakeFirst()) ?? null
  );
}

export function lockTrunk(tx: Tx, id: string): Promise<TrunkRow | undefined> {
  return tx
    .selectFrom('trunks')
    .select(COLUMNS)
    .select([STATE, HAS_PASSWORD])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Serializes changes of names, so that no name is taken between the check and the change. */
async function lockNames(tx: Tx): Promise<void> {
  await lockByName(tx, 'trunk names');
}

/** Undefined if the name is taken. */
export async function insertTrunk(tx: Tx, trunk: Insertable<Table>): Promise<TrunkRow | undefined> {
  await lockNames(tx);
  return tx
    .insertInto('trunks')
    .values(trunk)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning(COLUMNS)
    .returning([STATE, HAS_PASSWORD])
    .executeTakeFirst();
}

/** Undefined if another trunk has the new name. */
export async function updateTrunk(tx: Tx, id: string, change: Updateable<Table>): Promise<TrunkRow | undefined> {
  if (change.name !== undefined) {
    await lockNames(tx);
    const taken = await tx
      .selectFrom('trunks')
      .select('id')
      .where('name', '=', change.name)
      .where('id', '<>', id)
      .executeTakeFirst();
    if (taken) return undefined;
  }
  return tx
    .updateTable('trunks')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returning(COLUMNS)
    .returning([STATE, HAS_PASSWORD])
    .executeTakeFirst();
}

export async function deleteTrunk(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('trunks').where('id', '=', id).execute();
}

export type TrunkToWatch = {
  id: string;
  host: string;
  port: number;
  login: { username: string; sealedPassword: Buffer } | null;
  registers: boolean;
  answersOptions: boolean;
  answersCalls: boolean;
};

/** A login is stored whole or not at all. */
type StoredLogin = { username: string; sealedPassword: Buffer } | { username: null; sealedPassword: null };

/** For call control, which has no context and so sees no rows. */
export async function trunksToWatch(tx: Tx): Promise<TrunkToWatch[]> {
  const query = sql<
    Omit<TrunkToWatch, 'login'> & StoredLogin
  >`select id, host, port, username, sealed_password as "sealedPassword", registers,
    answers_options as "answersOptions", answers_calls as "answersCalls" from trunks_to_watch()`;
  return (await allRows(tx, query)).map(({ username, sealedPassword, ...trunk }) => ({
    ...trunk,
    login: username === null ? null : { username, sealedPassword },
  }));
}

export type FoundState = {
  target: string;
  reachable: boolean | null;
  roundTripMs: number | null;
  answersOptions: boolean;
  answersCalls: boolean;
};

/** Commits asynchronously, because the next check writes the state again. */
export async function recordTrunkState(
  tx: Tx,
  node: string,
  trunkId: string,
  found: FoundState & { registration: string | null; registrationReason: string },
): Promise<void> {
  await sql`select record_trunk_state(${node}, ${trunkId}, ${JSON.stringify(found)}::json)
    from set_config('synchronous_commit', 'off', true)`.execute(tx);
}

/** The names of reachable trunks that carry 911 calls. */
export async function reachableEmergencyTrunks(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('trunks')
    .select(['name'])
    .select([STATE, HAS_PASSWORD])
    .where('emergency', '=', true)
    .orderBy('priority')
    .execute();
  return rows.filter(({ state }) => state !== null && state.reachable !== false).map(({ name }) => name);
}

export async function operatorEmails(tx: Tx): Promise<string[]> {
  const query = sql<{ email: string }>`select operator_emails() as email`;
  return (await allRows(tx, query)).map(({ email }) => email);
}
