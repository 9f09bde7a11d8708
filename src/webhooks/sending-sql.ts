import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { oneRow } from '../platform/db/one-row.ts';
import { isPrepared } from '../platform/db/prepared-statements.ts';

/** A message that is to be sent now, and how its receiver was doing when that was last written down. */
export type DueDelivery = {
  id: string;
  webhook_id: string;
  partner_id: string;
  /** the event’s id, or in a test the delivery’s */
  message_id: string;
  type: string;
  body: string;
  urgent: boolean;
  /** in strict order: the tenant whose later ones wait for it */
  line: string | null;
  attempts: number;
  queued_at: Date;
  /** null: this is the first attempt */
  tried_since: Date | null;
  name: string;
  url: string;
  sealed_secret: Buffer;
  /** null: nothing is signed with it any more */
  sealed_old_secret: Buffer | null;
  failing_since: Date | null;
  failures: number;
  probe_at: Date | null;
};

/** What is to be sent now, of these webhooks or of all, but for what is being sent. */
export async function dueDeliveries(
  db: Db,
  webhookIds: readonly string[] | null,
  sending: readonly string[],
  atMost: number,
): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`${isPrepared}
    select * from due_deliveries(${webhookIds}::uuid[], ${sending}::uuid[], ${atMost})`.execute(db);
  return rows;
}

/** Whether there is a webhook of any partner that events are sent to. */
export async function isAnyOn(db: Db | Tx): Promise<boolean> {
  return (await oneRow(db, sql<{ on: boolean }>`select a_webhook_is_on() as "on"`)).on;
}

/** What an attempt came to. */
export type AttemptRow = {
  id: string;
  queued_at: string;
  state: 'pending' | 'delivered' | 'failed';
  due_at: string | null;
  attempts: number;
  attempted_at: string;
  milliseconds: number;
  status: number | null;
  response: string | null;
  failure: string | null;
};

/** Returns the ids of what is parked now: it isn’t tried again, and its tenant’s later ones wait for it. */
export async function recordAttempts(db: Db | Tx, attempts: readonly AttemptRow[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${isPrepared}
    select id from record_attempts(${JSON.stringify(attempts)}) id`.execute(db);
  return rows.map(({ id }) => id);
}

export type HealthRow = {
  id: string;
  /** the address that it is about: if it has another one now, nothing is written */
  url: string;
  state: 'on' | 'failed' | 'gone';
  failingSince: Date | null;
  failures: number;
  probeAt: Date | null;
};

/** False: it is not running any more, or has another address now. */
export async function saveHealth(
  tx: Db | Tx,
  { id, url, state, failingSince, failures, probeAt }: HealthRow,
): Promise<boolean> {
  const { saved } = await oneRow(
    tx,
    sql<{
      saved: boolean;
    }>`select save_webhook_health(${id}, ${url}, ${state}, ${failingSince}, ${failures}, ${probeAt}) as saved`,
  );
  return saved;
}
