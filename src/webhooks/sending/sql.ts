import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';

/** A due message, with the last stored health of its receiver. */
export type DueDelivery = {
  id: string;
  webhook_id: string;
  partner_id: string;
  /** the event’s id, or in a test the delivery’s */
  message_id: string;
  type: string;
  body: string;
  urgent: boolean;
  /** in strict order, the tenant whose later messages wait for it */
  line: string | null;
  attempts: number;
  queued_at: Date;
  /** null: this is the first attempt */
  tried_since: Date | null;
  name: string;
  url: string;
  sealed_secret: Buffer;
  /** null once it has expired */
  sealed_old_secret: Buffer | null;
  failing_since: Date | null;
  failures: number;
  probe_at: Date | null;
};

/** Due messages of these webhooks or of all, except those being sent. */
export function dueDeliveries(
  db: Db,
  webhookIds: readonly string[] | null,
  sending: readonly string[],
  atMost: number,
): Promise<DueDelivery[]> {
  const query = sql<DueDelivery>`${PREPARED}
    select * from due_deliveries(${webhookIds}::uuid[], ${sending}::uuid[], ${atMost})`;
  return allRows(db, query);
}

/** Whether any webhook of any partner is on. */
export async function isAnyOn(db: Db | Tx): Promise<boolean> {
  return (await oneRow(db, sql<{ on: boolean }>`select a_webhook_is_on() as "on"`)).on;
}

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

/** Returns the ids of parked messages, which aren’t tried again and which their tenant’s later messages wait for. */
export async function recordAttempts(db: Db | Tx, attempts: readonly AttemptRow[]): Promise<string[]> {
  const query = sql<{ id: string }>`${PREPARED}
    select id from record_attempts(${JSON.stringify(attempts)}) id`;
  return (await allRows(db, query)).map(({ id }) => id);
}

export type HealthRow = {
  id: string;
  /** if the webhook has another address now, nothing is stored */
  url: string;
  state: 'on' | 'failed' | 'gone';
  failingSince: Date | null;
  failures: number;
  probeAt: Date | null;
};

/** False if the webhook no longer runs, or has another address. */
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
