import { mailAdmins } from '../platform/db/admin-mail.ts';
import { asPartner, type Db } from '../platform/db/db.ts';
import { mailText } from '../platform/escape/mail.ts';
import type { DueDelivery } from './sending-sql.ts';

const WHEN = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });

/** Mails the partner’s admins that a receiver works again, at most once a day: one that comes and goes would fill their mailboxes. */
export async function mailRecovery(
  db: Db,
  { webhook_id: id, partner_id: partnerId, name, url }: DueDelivery,
  failingSince: number,
  now: number,
): Promise<void> {
  const day = new Date(now).toISOString().slice(0, 10);
  await asPartner(db, partnerId, (tx) =>
    mailAdmins(tx, {
      partnerId,
      subject: mailText`Webhook “${name}” works again`,
      body: mailText`${new URL(url).host} takes events again. Since ${WHEN.format(failingSince)} UTC it had answered nothing but errors, or could not be reached.

You needn’t do anything: what has waited is being sent. The page of the webhook, under Developers > Webhooks, shows each message.
`,
      occasion: `webhook-works:${id}:${day}`,
    }),
  );
}
