import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, oneRow } from '../platform/db/rows.ts';

/** A queued event, with the last positions used by its partner and its tenant. */
export type QueuedEvent = {
  id: string;
  partner_id: string | null;
  tenant_id: string | null;
  source: 'audit' | 'event';
  name: string;
  subject_id: string;
  facts: Record<string, unknown>;
  occurred_at: Date;
  /** the external ids of the tenant and the object */
  tenant_external_id: string | null;
  external_id: string | null;
  last_position: string;
  last_sequence: string;
  /** No event is made of it. */
  gone: boolean;
  /** Taken before events that were queued earlier. */
  urgent: boolean;
};

export type PlacedEvent = {
  id: string;
  partner_id: string;
  position: number;
  tenant_id: string | null;
  sequence: number | null;
  type: string;
  subject_id: string;
  body: string;
  occurred_at: string;
};

/** Committed events without a position from a queue id on, urgent ones first. Empty while another sequencer is working. */
export function takeQueued(tx: Tx, fromId: string, atMost: number): Promise<QueuedEvent[]> {
  return allRows(tx, sql<QueuedEvent>`${PREPARED}select * from take_queued_events(${fromId}, ${atMost})`);
}

/** Writes events into the feed, and removes finished and unreadable rows from the queue. Returns the webhooks that get these events. */
export async function place(
  tx: Tx,
  { placed, done, refused }: { placed: PlacedEvent[]; done: string[]; refused: string[] },
): Promise<string[]> {
  const query = sql<{ id: string }>`${PREPARED}
    select id from place_events(${JSON.stringify(placed)}, ${done}::bigint[], ${refused}::bigint[]) as id`;
  return (await allRows(tx, query)).map(({ id }) => id);
}

export type FeedState = {
  /** The last position used. */
  position: string;
  /** The last position that was deleted for its age. */
  dropped: string;
};

export async function feedState(tx: Tx): Promise<FeedState> {
  const query = tx.selectFrom('event_positions').select(['position', 'dropped']);
  return (await query.executeTakeFirst()) ?? { position: '0', dropped: '0' };
}

export type FeedQuery = {
  after: string;
  upTo: string;
  types: readonly string[];
  /** null: all tenants */
  tenantIds: readonly string[] | null;
  limit: number;
};

/** The events between two positions, in their order. */
export async function readFeed(
  tx: Tx,
  { after, upTo, types, tenantIds, limit }: FeedQuery,
): Promise<{ position: string; body: string }[]> {
  // SQL has no empty list
  if (types.length === 0 || tenantIds?.length === 0) return [];
  let query = tx
    .selectFrom('events')
    .select(['position', 'body'])
    .where('position', '>', after)
    .where('position', '<=', upTo)
    .where('type', 'in', types);
  if (tenantIds) query = query.where('tenant_id', 'in', tenantIds);
  return query.orderBy('position').limit(limit).execute();
}

/** Deletes events placed more than `days` ago. Returns how many. */
export async function dropOld(db: Db, days: number, atMost: number): Promise<number> {
  const { n } = await oneRow(
    db,
    sql<{ n: number }>`select drop_old_events(${`${days} days`}::interval, ${atMost}) as n`,
  );
  return n;
}

/** Waits for any sequencer that may not have seen what is committed by now. */
export async function awaitSequencer(tx: Tx): Promise<void> {
  await sql`select await_sequencer()`.execute(tx);
}
