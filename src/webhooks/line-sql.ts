import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { MINUTE_MS } from '../platform/values/durations.ts';
import type { WebhookRow } from './sql.ts';

/** Where the event `e` of a statement waits in the line of its tenant; null: nowhere. */
export const placeInLine = (strictOrder: boolean) =>
  sql<string | null>`place_in_line(${strictOrder}, e.type, e.tenant_id, e.position)`;

/** To be sent, as one that has never been. */
export const STARTED_OVER = {
  state: 'pending',
  attempts: 0,
  tried_since: null,
  queued_at: sql<Date>`clock_timestamp()`,
  due_at: sql<Date>`clock_timestamp()`,
} as const;

/** Lines up what waits, or lets it go in any order: then what was parked has failed. No event may be placed meanwhile. */
export async function changeOrder(tx: Tx, webhookId: string, strictOrder: boolean): Promise<void> {
  if (strictOrder) {
    await sql`update webhook_deliveries d set position = ${placeInLine(true)} from events e
      where e.id = d.event_id and d.webhook_id = ${webhookId} and d.state = 'pending'`.execute(tx);
    return;
  }
  await sql`update webhook_deliveries d set position = null, state = case d.state when 'parked' then 'failed' else d.state end
    where d.webhook_id = ${webhookId} and d.state in ('pending', 'parked')`.execute(tx);
}

/** Starts over what is in one of these states. */
export async function startOver(tx: Tx, webhookId: string, states: readonly ('pending' | 'parked')[]): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set(STARTED_OVER)
    .where('webhook_id', '=', webhookId)
    .where('state', 'in', states)
    .execute();
}

/**
 * Starts over the events that were given up since the receiver last took one: it was down, so they are missed like those after them. What it refused
 * while it took others stays given up. `last_success_at` is right to the minute.
 */
export async function startOverGivenUp(tx: Tx, webhook: WebhookRow): Promise<void> {
  const { id, strict_order: strictOrder, last_success_at: lastSuccess } = webhook;
  const since = new Date(lastSuccess ? lastSuccess.getTime() - MINUTE_MS : 0);
  await tx
    .updateTable('webhook_deliveries')
    .from('events as e')
    .set({ ...STARTED_OVER, position: placeInLine(strictOrder) })
    .whereRef('e.id', '=', 'webhook_deliveries.event_id')
    .where('webhook_id', '=', id)
    .where('state', '=', 'failed')
    .where('attempted_at', '>', since)
    .execute();
}

/** It isn’t sent any more; false: it does not wait. */
export async function skipOne(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('webhook_deliveries')
    .set({ state: 'skipped' })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'parked'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
