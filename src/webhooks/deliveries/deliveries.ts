import type { z } from 'zod';
import { testEvent } from '../../events/test-event.ts';
import type { Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { errorFactory, notFound } from '../../platform/http/errors.ts';
import { readPage, toPage } from '../../platform/http/paging.ts';
import { newId } from '../../platform/values/ids.ts';
import {
  DELIVERY_FAILURES,
  type WebhookDelivery,
  type WebhookDeliveryQuery,
  webhookErrors,
  type WebhookReplay,
} from '../contract.ts';
import { skipQueued } from '../sending/line-sql.ts';
import { clearHealth, type WebhookRow } from '../sql.ts';
import { eventOf, lock } from '../webhooks.ts';
import * as deliveriesSql from './sql.ts';

const fail = errorFactory(webhookErrors);

export function toDelivery(row: deliveriesSql.DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    eventId: row.event_id,
    type: row.type,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    state: row.state,
    attempts: row.attempts,
    queuedAt: row.queued_at.toISOString(),
    attemptedAt: row.attempted_at?.toISOString() ?? null,
    waitsFor: row.waits_for,
    nextAttemptAt: row.state === 'pending' && row.waits_for === null ? row.due_at.toISOString() : null,
    milliseconds: row.milliseconds,
    status: row.status,
    response: row.response,
    failure: DELIVERY_FAILURES.find((failure) => failure === row.failure) ?? null,
    replayed: row.replayed,
  };
}

export async function listDeliveries(tx: Tx, webhookId: string, query: z.output<typeof WebhookDeliveryQuery>) {
  const page = readPage<'queuedAt'>(query);
  const filter = { webhookId, state: query.state };
  const rows = await deliveriesSql.listDeliveries(tx, filter, page);
  const total = await deliveriesSql.countDeliveries(tx, filter);
  return toPage({ rows, limit: page.limit, total }, cursorBy(deliveriesSql.QUEUED), toDelivery);
}

/** Codes: `webhook_stopped`. */
export async function sendTest(tx: Tx, by: Caller, found: WebhookRow, now: Date): Promise<WebhookDelivery> {
  const row = await running(tx, found);
  const id = newId();
  const { type, body } = testEvent(id, now);
  await deliveriesSql.insertTest(tx, { id, partner_id: row.partner_id, webhook_id: row.id, type, body });
  await recordEvent(tx, by, { ...eventOf('webhook.tested', row), after: { deliveryId: id } });
  return read(tx, row.id, id);
}

type Named = { webhook: WebhookRow; delivery: deliveriesSql.DeliveryRow };

/** Sends a message again with the same id. Codes: `webhook_stopped`. */
export async function replayDelivery(tx: Tx, by: Caller, { webhook, delivery }: Named): Promise<WebhookDelivery> {
  const row = await running(tx, webhook);
  await deliveriesSql.requeueDelivery(tx, row, delivery.id);
  await startAnew(tx, row);
  await recordEvent(tx, by, { ...eventOf('webhook.replayed', row), after: { deliveryId: delivery.id } });
  return read(tx, row.id, delivery.id);
}

/** Takes a waiting or parked message out of the queue. Codes: `delivery_not_waiting`. */
export async function skipDelivery(tx: Tx, by: Caller, { webhook, delivery }: Named): Promise<WebhookDelivery> {
  const row = await lock(tx, webhook, null);
  if (!(await skipQueued(tx, delivery.id)))
    throw fail('delivery_not_waiting', 'This message is no longer waiting to be sent.');
  await startAnew(tx, row);
  const { id: deliveryId, event_id: eventId, type, tenant_id: tenantId } = delivery;
  await recordEvent(tx, by, {
    ...eventOf('webhook.delivery_skipped', row),
    after: { deliveryId, eventId, type, tenantId },
  });
  return read(tx, row.id, deliveryId);
}

/** A user has handled the event that blocked a line, so earlier refusals don't count against the following events. */
const startAnew = async (tx: Tx, { id, strict_order: isInOrder }: WebhookRow): Promise<void> => {
  if (isInOrder) await clearHealth(tx, id);
};

/** Sends the events of a span of time again. Codes: `webhook_stopped`. */
export async function replaySpan(
  tx: Tx,
  by: Caller,
  found: WebhookRow,
  { from, to, only }: z.output<typeof WebhookReplay>,
): Promise<{ queued: number }> {
  const row = await running(tx, found);
  const span = { from: new Date(from), to: new Date(to), withDelivered: only === 'all' };
  const queued = await deliveriesSql.replaySpan(tx, row, span);
  await startAnew(tx, row);
  await recordEvent(tx, by, { ...eventOf('webhook.replayed', row), after: { from, to, only, queued } });
  return { queued };
}

async function read(tx: Tx, webhookId: string, id: string): Promise<WebhookDelivery> {
  const row = await deliveriesSql.findDelivery(tx, webhookId, id);
  if (!row) throw notFound();
  return toDelivery(row);
}

async function running(tx: Tx, found: WebhookRow): Promise<WebhookRow> {
  const row = await lock(tx, found, null);
  if (row.state !== 'on') throw fail('webhook_stopped', 'This webhook is paused or was stopped. Resume it first.');
  return row;
}
