import { asPartner, type Db } from '../../platform/db/db.ts';
import { mailAdmins } from '../../platform/db/mail/admin-mail.ts';
import { mailText } from '../../platform/escape/mail.ts';
import { GIVE_UP_MS, type Warning } from '../rules.ts';
import type { DueDelivery } from '../sending/sql.ts';

const WHEN = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });

/** Limits mails to one a day, because an unstable receiver would fill mailboxes. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * Mails the partner’s admins that a receiver has failed for an hour, or that its webhook is about to be turned off, each once per day on which a
 * failure began.
 */
export async function mailWarning(
  db: Db,
  { webhook_id: id, partner_id: partnerId, name, url }: DueDelivery,
  warning: Warning,
  failingSince: number,
): Promise<void> {
  const { host } = new URL(url);
  const end = failingSince + GIVE_UP_MS;
  const isEnding = warning === 'ending';
  await asPartner(db, partnerId, (tx) =>
    mailAdmins(tx, {
      partnerId,
      subject: isEnding
        ? mailText`Webhook “${name}” is about to be turned off`
        : mailText`Webhook “${name}” is failing`,
      body: mailText`${host} has answered nothing but errors since ${WHEN.format(failingSince)} UTC, or could not be reached. ${
        isEnding
          ? 'The webhook is turned off'
          : 'Events wait until it works again. If it doesn’t, the webhook is turned off'
      } on ${WHEN.format(end)} UTC.

Open Developers > Webhooks, then the webhook: each message shows what your server has answered.
`,
      occasion: `webhook-${warning}:${id}:${dayOf(failingSince)}`,
    }),
  );
}

/** Mails the partner’s admins that a receiver works again, at most once a day. */
export async function mailRecovery(
  db: Db,
  { webhook_id: id, partner_id: partnerId, name, url }: DueDelivery,
  failingSince: number,
  now: number,
): Promise<void> {
  await asPartner(db, partnerId, (tx) =>
    mailAdmins(tx, {
      partnerId,
      subject: mailText`Webhook “${name}” works again`,
      body: mailText`${new URL(url).host} takes events again. Since ${WHEN.format(failingSince)} UTC it had answered nothing but errors, or could not be reached.

You needn’t do anything: what has waited is being sent. The page of the webhook, under Developers > Webhooks, shows each message.
`,
      occasion: `webhook-works:${id}:${dayOf(now)}`,
    }),
  );
}
