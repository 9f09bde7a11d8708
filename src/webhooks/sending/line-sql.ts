import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { MINUTE_MS } from '../../platform/time/durations.ts';
import type { WebhookRow } from '../sql.ts';

/** The position of the event `e` in the line of its tenant; null outside strict order. */
export const placeInLine = (strictOrder: boolean) =>
  sql<string | null>`place_in_line(${strictOrder}, e.type, e.tenant_id, e.position)`;

/** The state of a message that has never been sent. */
export const RESTARTED = {
  state: 'pending',
  attempts: 0,
  tried_since: null,
  queued_at: sql<Date>`clock_timestamp()`,
  due_at: sql<Date>`clock_timestamp()`,
} as const;

/** Locks messages of a webhook in the order in which processes that store results lock theirs, before a statement changes them in any order. */
export async function lockDeliveries(
  tx: Tx,
  webhookId: string,
  states: readonly ('pending' | 'parked' | 'failed')[],
): Promise<void> {
  await sql`select from webhook_deliveries where webhook_id = ${webhookId} and state = any(${states}) order by id for no key update`.execute(
    tx,
  );
}

/** Turns strict order on or off for waiting messages. Turning it off fails the parked ones. The caller has to prevent placing meanwhile. */
export async function changeOrder(tx: Tx, webhookId: string, strictOrder: boolean): Promise<void> {
  await lockDeliveries(tx, webhookId, ['pending', 'parked']);
  if (strictOrder) {
    await sql`update webhook_deliveries d set position = ${placeInLine(true)} from events e
      where e.id = d.event_id and d.webhook_id = ${webhookId} and d.state = 'pending'`.execute(tx);
    return;
  }
  await sql`update webhook_deliveries d set position = null, state = case d.state when 'parked' then 'failed' else d.state end
    where d.webhook_id = ${webhookId} and d.state in ('pending', 'parked')`.execute(tx);
}

/** Restarts the messages in these states. */
export async function restartDeliveries(
  tx: Tx,
  webhookId: string,
  states: readonly ('pending' | 'parked')[],
): Promise<void> {
  await lockDeliveries(tx, webhookId, states);
  await tx
    .updateTable('webhook_deliveries')
    .set(RESTARTED)
    .where('webhook_id', '=', webhookId)
    .where('state', 'in', states)
    .execute();
}

/**
 * Restarts the messages that failed since the receiver's last success, because it was down, and they were missed like those after them. Messages that
 * it refused while it accepted others stay failed. `last_success_at` is accurate to the minute.
 */
export async function restartFailed(tx: Tx, webhook: WebhookRow): Promise<void> {
  const { id, strict_order: strictOrder, last_success_at: lastSuccess } = webhook;
  await lockDeliveries(tx, id, ['failed']);
  const since = new Date(lastSuccess ? lastSuccess.getTime() - MINUTE_MS : 0);
  await tx
    .updateTable('webhook_deliveries')
    .from('events as e')
    .set({ ...RESTARTED, position: placeInLine(strictOrder) })
    .whereRef('e.id', '=', 'webhook_deliveries.event_id')
    .where('webhook_id', '=', id)
    .where('state', '=', 'failed')
    .where('attempted_at', '>', since)
    .execute();
}

/** Skips a message. False if it isn’t waiting. */
export async function skipQueued(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('webhook_deliveries')
    .set({ state: 'skipped' })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'parked'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
