import { lockSequencer } from '../../events/sequencer.ts';
import type { Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { type Webhook, webhookErrors } from '../contract.ts';
import * as deliveriesSql from '../deliveries/sql.ts';
import * as sql from '../sql.ts';
import { eventOf, lock, read, toWebhook } from '../webhooks.ts';

const fail = errorFactory(webhookErrors);

export async function pauseWebhook(tx: Tx, by: Caller, found: sql.WebhookRow, now: Date): Promise<Webhook> {
  const row = await lock(tx, found, null);
  if (row.state !== 'on') throw fail('webhook_stopped', 'This webhook is not running.');
  await sql.pauseWebhook(tx, row.id, now);
  await recordEvent(tx, by, { ...eventOf('webhook.paused', row), before: { state: 'on' }, after: { state: 'paused' } });
  return toWebhook(await read(tx, row.id));
}

/** Resumes sending, with or without the missed events. */
export async function resumeWebhook(
  tx: Tx,
  by: Caller,
  found: sql.WebhookRow,
  from: 'missed' | 'now',
): Promise<Webhook> {
  const row = await lock(tx, found, null);
  if (row.state === 'on') return toWebhook(row);
  await lockSequencer(tx);
  if (from === 'missed') await deliveriesSql.queueMissed(tx, row);
  else await deliveriesSql.skipWaiting(tx, row.id);
  await sql.updateWebhook(tx, row.id, {
    state: 'on',
    stopped_at: null,
    stopped_position: null,
    ...sql.NOT_FAILING,
  });
  await recordEvent(tx, by, {
    ...eventOf('webhook.resumed', row),
    before: { state: row.state },
    after: { state: 'on', from },
  });
  return toWebhook(await read(tx, row.id));
}
