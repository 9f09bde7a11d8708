import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, searchedDigits } from '../platform/db/search.ts';
import type { Page } from '../platform/http/paging.ts';
import type { TranscriptState } from '../transcripts/contract.ts';

type Table = Database['recordings'];
export type RecordingRow = Selectable<Table> & { transcript: TranscriptState | null };

const WITH_TRANSCRIPT = sql`select r.*, t.state as transcript from recordings r left join transcripts t on t.recording_id = r.id`;

export const BY_START = {
  by: sql`r.started_at`,
  type: 'timestamptz',
  of: (row) => row.started_at.toISOString(),
} as const satisfies SortColumn<RecordingRow>;

export type RecordingFilter = {
  search?: string | undefined;
  /** all of these took part */
  extensionIds: readonly string[];
  callId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** Part of either number in any notation, or words of the transcript. */
async function matching(tx: Tx, { search, extensionIds, callId, from, to }: RecordingFilter) {
  const digits = await searchedDigits(tx, search);
  const conditions = [
    sql`r.tenant_id = ctx_tenant()`,
    digits !== null && sql`(position(${digits} in r.from_number) > 0 or position(${digits} in r.to_number) > 0)`,
    search !== undefined &&
      search !== '' &&
      digits === null &&
      hasWords(sql`coalesce((select s.words from transcripts s where s.recording_id = r.id), '')`, search),
    ...extensionIds.map((id) => sql`${id}::uuid = any(r.extension_ids)`),
    callId && sql`r.call_id = ${callId}`,
    from && sql`r.started_at >= ${new Date(from)}`,
    to && sql`r.started_at < ${new Date(to)}`,
  ].filter((condition) => typeof condition === 'object');
  return sql.join(conditions, sql` and `);
}

export async function listRecordings(tx: Tx, filter: RecordingFilter, page: Page): Promise<RecordingRow[]> {
  const { rows: place, order } = keyset(BY_START, page.descending, page.after, sql`r.id`);
  const query = sql<RecordingRow>`${WITH_TRANSCRIPT} where ${await matching(tx, filter)} and ${place}
    order by ${order} limit ${page.limit + 1}`;
  return allRows(tx, query);
}

export async function countRecordings(tx: Tx, filter: RecordingFilter): Promise<number> {
  const counted = sql<{ n: number }>`select count(*)::int as n from recordings r where ${await matching(tx, filter)}`;
  return (await oneRow(tx, counted)).n;
}

export async function findRecording(tx: Tx, id: string): Promise<RecordingRow | null> {
  return (await firstRow(tx, sql<RecordingRow>`${WITH_TRANSCRIPT} where r.id = ${id}`)) ?? null;
}

/** By call: its first playable recording. */
export async function recordingsOfCalls(tx: Tx, callIds: readonly string[]): Promise<Map<string, string>> {
  if (callIds.length === 0) return new Map();
  const query = tx.selectFrom('recordings').select(['id', 'call_id']).distinctOn('call_id');
  const rows = await query
    .where('call_id', 'in', callIds)
    .where('state', '=', 'ready')
    .orderBy('call_id')
    .orderBy('started_at')
    .execute();
  return new Map(rows.map((row) => [row.call_id, row.id]));
}

/** The recording in progress of a call. */
export async function runningRecording(tx: Tx, callId: string): Promise<Selectable<Table> | null> {
  const query = tx.selectFrom('recordings').selectAll().where('call_id', '=', callId).where('state', '=', 'recording');
  return (await query.executeTakeFirst()) ?? null;
}

/** False if there is such a row already. */
export async function insertRecording(tx: Tx, row: Insertable<Table>): Promise<boolean> {
  const inserted = await tx
    .insertInto('recordings')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** Locks the row, so that it can't be deleted or finished until this transaction ends. */
export async function lockRunning(tx: Tx, id: string): Promise<boolean> {
  const query = tx.selectFrom('recordings').select('id').where('id', '=', id).where('state', '=', 'recording');
  return (await query.forUpdate().executeTakeFirst()) !== undefined;
}

export async function updateRecording(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx.updateTable('recordings').set(change).where('id', '=', id).execute();
}

export async function deleteRecordings(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('recordings').where('id', 'in', ids).execute();
}

/** Which of these recordings have a row. */
export async function knownRecordings(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.selectFrom('recordings').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** The facts of a live call that recording needs. */
export async function findLiveCall(tx: Tx, id: string) {
  const query = tx.selectFrom('live_calls').select(['id', 'emergency', 'from_number', 'to_number', 'answered_at']);
  return (await query.where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Reaches call control on every machine when this transaction commits. */
export async function notifyRecording(tx: Tx, notice: { callId: string; action: string }): Promise<void> {
  await sql`select pg_notify('call_recording', ${JSON.stringify(notice)})`.execute(tx);
}

/** Expired recordings by tenant. */
export async function expiredRecordings(tx: Tx, now: Date, limit: number): Promise<Map<string, string[]>> {
  const query = sql<{ tenant_id: string; id: string }>`select tenant_id, id
    from recordings_expired(${now}, ${limit})`;
  const rows = await allRows(tx, query);
  return new Map(
    [...Map.groupBy(rows, (row) => row.tenant_id)].map(([tenant, of]) => [tenant, of.map(({ id }) => id)]),
  );
}
