import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { keyset, type SortColumn } from '../../platform/db/keyset.ts';
import { changedRows } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { Page } from '../../platform/http/paging.ts';
import { MAX, type WebhookDelivery } from '../contract.ts';
import { lockDeliveries, placeInLine, RESTARTED, restartDeliveries, restartFailed } from '../sending/line-sql.ts';
import { MAX_COUNTED, type WebhookRow } from '../sql.ts';

export type DeliveryRow = Selectable<Database['webhook_deliveries']> & {
  /** The first delivery in its tenant's line, if it isn't this one. */
  waits_for: string | null;
  tenant_name: string | null;
};

const TENANT_NAME = sql<string | null>`(select t.name from tenants t where t.id = webhook_deliveries.tenant_id)`.as(
  'tenant_name',
);
const WAITS_FOR = sql<string | null>`case when state = 'pending' then (
  select first.id from webhook_deliveries first
  where first.webhook_id = webhook_deliveries.webhook_id and first.tenant_id = webhook_deliveries.tenant_id
    and first.state in ('pending', 'parked') and first.position < webhook_deliveries.position
  order by first.position limit 1) end`.as('waits_for');

export const QUEUED: SortColumn<DeliveryRow> = {
  by: sql`queued_at`,
  type: 'timestamptz',
  of: (row) => row.queued_at.toISOString(),
};

type Filter = { webhookId: string; state?: WebhookDelivery['state'] | undefined };

const deliveries = (tx: Tx, { webhookId, state }: Filter) => {
  const query = tx.selectFrom('webhook_deliveries').where('webhook_id', '=', webhookId);
  return state ? query.where('state', '=', state) : query;
};

export function listDeliveries(tx: Tx, filter: Filter, { descending, after, limit }: Page): Promise<DeliveryRow[]> {
  const { rows, order } = keyset(QUEUED, descending, after, sql`id`);
  return deliveries(tx, filter)
    .selectAll()
    .select([WAITS_FOR, TENANT_NAME])
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countDeliveries(tx: Tx, filter: Filter): Promise<number> {
  const counted = deliveries(tx, filter).select('id').limit(MAX_COUNTED).as('counted');
  const query = tx.selectFrom(counted).select(sql<number>`count(*)::int`.as('n'));
  return (await query.executeTakeFirstOrThrow()).n;
}

export function findDelivery(tx: Tx, webhookId: string, id: string): Promise<DeliveryRow | undefined> {
  return deliveries(tx, { webhookId })
    .selectAll()
    .select([WAITS_FOR, TENANT_NAME])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function insertTest(
  tx: Tx,
  {
    id,
    partner_id,
    type,
    body,
    webhook_id,
  }: { id: string; partner_id: string; webhook_id: string; type: string; body: string },
): Promise<void> {
  // urgent, because a user is waiting for it
  const test = { id, partner_id, webhook_id, type, body, urgent: true };
  await tx.insertInto('webhook_deliveries').values(test).execute();
}

/** A test isn't in any line. */
export async function requeueDelivery(tx: Tx, { id, strict_order: strictOrder }: WebhookRow, deliveryId: string) {
  await tx
    .updateTable('webhook_deliveries')
    .set({
      ...RESTARTED,
      replayed: true,
      position: sql<
        string | null
      >`(select ${placeInLine(strictOrder)} from events e where e.id = webhook_deliveries.event_id)`,
    })
    .where('webhook_id', '=', id)
    .where('id', '=', deliveryId)
    .execute();
}

/** The events that this webhook gets. Must match `place_events` in migrations/functions/events.sql. */
const subscribedEvents = (webhook: WebhookRow) => sql`e.type = any(${webhook.types})
  and (${webhook.mode} = 'test') = exists (select from sandboxes s where s.tenant_id::text = coalesce(e.tenant_id::text, e.subject_id))
  and (${webhook.all_tenants}
  or exists (select from webhook_tenants t where t.webhook_id = ${webhook.id} and t.tenant_id = e.tenant_id))`;

/**
 * Queues the webhook's events that were placed in a span of time, even if they were sent before. Returns how many. It locks messages in the order of
 * their events: it changes none that waits, and no process stores results of others.
 */
export async function replaySpan(
  tx: Tx,
  webhook: WebhookRow,
  { from, to, withDelivered }: { from: Date; to: Date; withDelivered: boolean },
): Promise<number> {
  const replay = sql`
    insert into webhook_deliveries as d (id, partner_id, webhook_id, event_id, tenant_id, type, urgent, position, replayed)
    select new_id(), e.partner_id, ${webhook.id}, e.id, e.tenant_id, e.type, is_urgent_event(e.type),
      ${placeInLine(webhook.strict_order)}, true
    from events e left join webhook_deliveries had on had.webhook_id = ${webhook.id} and had.event_id = e.id
    where e.placed_at >= ${from} and e.placed_at < ${to} and ${subscribedEvents(webhook)}
      and (had.id is null or had.state <> 'pending' and (${withDelivered} or had.state <> 'delivered'))
    order by e.position limit ${MAX.replayed}
    on conflict (webhook_id, event_id) do update
      set state = 'pending', replayed = true, position = excluded.position, attempts = 0, tried_since = null,
        queued_at = clock_timestamp(), due_at = clock_timestamp()`;
  return changedRows(tx, replay);
}

/** Queues the events placed since a webhook stopped. */
export async function queueMissed(tx: Tx, webhook: WebhookRow): Promise<void> {
  // first restart waiting, parked and failed ones, so that no event is queued twice
  await restartDeliveries(tx, webhook.id, ['pending', 'parked']);
  await restartFailed(tx, webhook);
  await sql`insert into webhook_deliveries (id, partner_id, webhook_id, event_id, tenant_id, type, urgent, position)
    select new_id(), e.partner_id, ${webhook.id}, e.id, e.tenant_id, e.type, is_urgent_event(e.type),
      ${placeInLine(webhook.strict_order)} from events e
    where e.position > ${webhook.stopped_position ?? '0'} and ${subscribedEvents(webhook)}
    order by e.position on conflict (webhook_id, event_id) do nothing`.execute(tx);
}

/** Skips all waiting messages. */
export async function skipWaiting(tx: Tx, webhookId: string): Promise<void> {
  await lockDeliveries(tx, webhookId, ['pending', 'parked']);
  await tx
    .updateTable('webhook_deliveries')
    .set({ state: 'skipped' })
    .where('webhook_id', '=', webhookId)
    .where('state', 'in', ['pending', 'parked'])
    .execute();
}
