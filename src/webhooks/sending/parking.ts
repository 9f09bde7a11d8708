import type { Db } from '../../platform/db/db.ts';
import { mailAdmins } from '../../platform/db/mail/admin-mail.ts';
import { withOwner } from '../../platform/db/tenant-owner.ts';
import { mailText } from '../../platform/escape/mail.ts';
import * as sql from './sql.ts';

const GONE = 410;

/** Stores the last attempt of a message that blocks its tenant's line, and mails the partner's admins if it is now parked. */
export async function recordParked(
  db: Db,
  tenantId: string,
  { id, webhook_id: webhookId, type, name, url }: sql.DueDelivery,
  row: sql.AttemptRow,
): Promise<void> {
  await withOwner(db, tenantId, async (tx, { partnerId, name: tenant }) => {
    const [parked] = await sql.recordAttempts(tx, [row]);
    // then the webhook is off, and there is a mail about that
    if (parked === undefined || row.status === GONE) return;
    await mailAdmins(tx, {
      partnerId,
      tenantId,
      subject: mailText`Webhook “${name}”: events of ${tenant} are waiting`,
      body: mailText`${new URL(url).host} doesn’t take an event (${type}) of ${tenant}, so it isn’t tried again. This webhook is in strict order: the later events of ${tenant} wait for it. Events of other tenants are still sent.

Open Developers > Webhooks, then the webhook. Once your server takes the event, send it again. Or skip it, and the next one is sent. Events are stored for 30 days.
`,
      occasion: `webhook-parked:${webhookId}:${id}:${row.queued_at}`,
    });
  });
}
