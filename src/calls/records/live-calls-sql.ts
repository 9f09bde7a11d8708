import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { keyset, type SortColumn } from '../../platform/db/keyset.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { Page } from '../../platform/http/paging.ts';
import type { LiveCall } from '../contract.ts';

/** What `endCall` needs to know about a call. */
export type EndableCall = Pick<Row, (typeof ENDABLE)[number]>;
/** `ringing` and `talking`: ids of extensions. */
export type LiveCallRow = EndableCall &
  Pick<Row, 'extension_id' | 'did_id' | 'admitted_at' | 'answered_at' | 'flow_answered_at'> & {
    recording: LiveCall['recording'];
    ringing: string[];
    talking: string[];
  };
type Row = Selectable<Database['live_calls']>;

const ENDABLE = ['id', 'direction', 'emergency', 'from_number', 'to_number', 'silent_since'] as const;

const liveCalls = (rows: RawBuilder<unknown>) => sql`
  select c.id, c.direction, c.emergency, c.from_number, c.to_number, c.extension_id, c.did_id, c.admitted_at, c.answered_at, c.flow_answered_at, c.silent_since,
    (select case when r.paused then 'paused' else 'on' end from recordings r where r.call_id = c.id and r.state = 'recording' limit 1) as recording,
    coalesce(c.ringing, '{}') as ringing, talking_extensions(c.talking, c.direction, c.extension_id, c.answered_extension_id) as talking
  from ${rows} c`;

export const BY_START = {
  by: sql`c.admitted_at`,
  type: 'timestamptz',
  of: (row) => row.admitted_at.toISOString(),
} as const satisfies SortColumn<LiveCallRow>;

export function listLiveCalls(tx: Tx, tenantId: string, page: Page): Promise<LiveCallRow[]> {
  const { rows: place, order } = keyset(BY_START, page.descending, page.after, sql`c.id`);
  const rows = sql`(select * from live_calls c where c.tenant_id = ${tenantId} and ${place} order by ${order} limit ${page.limit + 1})`;
  return allRows(tx, sql<LiveCallRow>`${liveCalls(rows)} order by ${order}`);
}

/** Reads all live calls of a tenant, newest first. */
export function allLiveCalls(tx: Tx, tenantId: string): Promise<LiveCallRow[]> {
  const rows = sql`(select * from live_calls where tenant_id = ${tenantId})`;
  return allRows(tx, sql<LiveCallRow>`${liveCalls(rows)} order by c.admitted_at desc, c.id desc`);
}

export async function countLiveCalls(tx: Tx, tenantId: string): Promise<number> {
  const counted = sql<{ n: number }>`select count(*)::int as n from live_calls where tenant_id = ${tenantId}`;
  return (await oneRow(tx, counted)).n;
}

export function findLiveCall(tx: Tx, id: string): Promise<EndableCall | undefined> {
  return tx.selectFrom('live_calls').select(ENDABLE).where('id', '=', id).executeTakeFirst();
}

/** Notifies call control on every machine when this transaction commits. */
export async function notifyHangUp(tx: Tx, notice: { callId: string; tenantId: string }): Promise<void> {
  await sql`select pg_notify('call_hangup', ${JSON.stringify(notice)})`.execute(tx);
}
