import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Config } from '../platform/config.ts';
import { addJob, asNobody, asPartner, type Db, type Tx } from '../platform/db/db.ts';
import { openWebhookSecret } from './account/account.ts';
import * as accounts from './account/sql.ts';
import { settleLater } from './disputes.ts';
import { settleAttemptLater } from './follow-up.ts';
import { EVENT_TOLERANCE_SECONDS } from './rules.ts';
import * as sql from './sql.ts';

/** The part of an event that we read. We may not know the rest. */
const Event = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  livemode: z.boolean(),
  account: z.string().nullish(),
  data: z.object({
    object: z.object({
      id: z.string().max(255).nullish(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
      payment_intent: z.unknown().optional(),
    }),
  }),
});
type Event = z.infer<typeof Event>;

export type Receipt = 'taken' | 'no_account' | 'refused';

/** Takes an event that was posted to an address. It is only a reason to look: the payment itself is read from the provider. */
export async function processEvent(
  db: Db,
  { path, signature, body }: { path: string; signature: unknown; body: Buffer },
  now: Date,
  deps: { config: Config },
): Promise<Receipt> {
  const account = await asNobody(db, (tx) => accounts.accountAt(tx, path));
  if (!account || account.sealed_webhook_secret === null) return 'no_account';
  const secret = openWebhookSecret(deps, account.partner_id, account.sealed_webhook_secret);
  if (typeof signature !== 'string' || !isSigned(secret, signature, body, now)) return 'refused';
  const event = readEvent(body);
  if (!event || event.livemode !== account.live) return 'refused';
  if (event.account != null && event.account !== account.account) return 'refused';
  await asPartner(db, account.partner_id, async (tx) => {
    const { id, type } = event;
    if (await sql.insertEvent(tx, { partner_id: account.partner_id, event_id: id, type }))
      await act(tx, account.partner_id, event);
  });
  return 'taken';
}

/** Whether one of the header's signatures was made with the secret, and its time is near ours, in the past or in the future. */
export function isSigned(secret: string, header: string, body: Buffer, now: Date): boolean {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const stamp = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(stamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(stamp)) > EVENT_TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${stamp}.`).update(body).digest();
  return parts.some(([name, value = '']) => {
    if (name !== 'v1' || !/^[0-9a-f]{64}$/.test(value)) return false;
    return timingSafeEqual(Buffer.from(value, 'hex'), expected);
  });
}

function readEvent(body: Buffer): Event | null {
  try {
    return Event.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Queues the look that an event calls for. Types that we don't know are ignored. */
async function act(tx: Tx, partnerId: string, { type, data: { object } }: Event): Promise<void> {
  const named = object.metadata?.['attempt'];
  const attemptOf = (thing: unknown) =>
    typeof thing === 'string'
      ? sql.findAttemptByIds(tx, { id: z.uuid().safeParse(named).data ?? null, thing })
      : Promise.resolve(undefined);
  if (/^(payment_intent|checkout\.session)\./.test(type)) {
    const attempt = await attemptOf(object.id);
    if (attempt) await settleAttemptLater(tx, attempt);
  } else if (type.startsWith('charge.dispute.')) {
    const attempt = await attemptOf(object.payment_intent);
    if (attempt) await settleLater(tx, attempt);
  } else if (/^refund\.|^charge\.(refunded$|refund\.)/.test(type)) {
    const attempt = await attemptOf(object.payment_intent);
    if (!attempt) return;
    const ids = { tenantId: attempt.tenant_id, attemptId: attempt.id };
    await addJob(tx, 'settle_refunds_of_charge', ids, { key: `settle_refunds_of_charge:${attempt.id}` });
  } else if (/^payment_method\.(automatically_updated|updated|detached)$/.test(type) && typeof object.id === 'string')
    await addJob(tx, 'refresh_card', { partnerId, card: object.id }, { key: `refresh_card:${object.id}` });
}
