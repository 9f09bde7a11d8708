import { asPartner, type Db } from '../../platform/db/db.ts';
import { mailAdmins } from '../../platform/db/mail/admin-mail.ts';
import { mailText } from '../../platform/escape/mail.ts';
import type { Health } from '../rules.ts';
import * as sql from '../sending/sql.ts';

/** Stores a webhook's health, for its page and for the next process. */
export async function saveHealth(db: Db, webhook: { id: string; url: string }, health: Health): Promise<void> {
  const { failures, failingSince } = health;
  await sql.saveHealth(db, {
    ...webhook,
    state: 'on',
    failingSince: failingSince === null ? null : new Date(failingSince),
    failures,
    probeAt: health.kind === 'failing' ? new Date(health.probeAt) : null,
  });
}

const WHY = {
  failed: mailText`Its server has answered nothing but errors for three days, or could not be reached.`,
  gone: mailText`Its server has answered that it wants no more messages (410 Gone).`,
};

/** Turns a webhook off, and mails the partner’s admins once. */
export async function stopWebhook(
  db: Db,
  { webhook_id: id, partner_id: partnerId, name, url }: sql.DueDelivery,
  { state, before: { failures, failingSince }, now }: { state: 'failed' | 'gone'; before: Health; now: number },
): Promise<void> {
  await asPartner(db, partnerId, async (tx) => {
    const since = failingSince === null ? null : new Date(failingSince);
    const isNew = await sql.saveHealth(tx, { id, url, state, failingSince: since, failures, probeAt: null });
    if (!isNew) return;
    await mailAdmins(tx, {
      partnerId,
      subject: mailText`Webhook “${name}” was turned off`,
      body: mailText`Events are not sent to ${new URL(url).host} any more. ${WHY[state]}

Nothing is lost for 30 days. Once the server works again, open Developers > Webhooks and resume the webhook: you choose whether it gets what it has missed.
`,
      occasion: `webhook:${id}:${now}`,
    });
  });
}
