import { addJob, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { mailText } from '../platform/escape/mail.ts';
import { queueMail } from '../platform/db/mail.ts';
import { ALERT_EVERY_MS, burstOf, COSTLY_CLASSES, BURST } from './rules.ts';
import * as sql from './sql.ts';

/**
 * Looks whether a call to a dear number, just written, is one of many: then the partner is told, once an hour for each tenant. A phone whose
 * password was stolen calls such numbers, refused or not.
 */
export async function watchBurst(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const since = new Date(at.getTime() - BURST.withinMs);
  const burst = burstOf(await sql.costlyCalls(tx, tenantId, { since, classes: COSTLY_CLASSES, most: BURST.calls }));
  if (burst === null) return;
  const before = new Date(at.getTime() - ALERT_EVERY_MS);
  if (!(await sql.noteAlert(tx, tenantId, burst, at, before))) return;
  await addJob(tx, 'outbound_alert', { tenantId, kind: burst, at: at.toISOString() });
}

/** The tenants of the partner of which it was told within a day. */
export const recentAlerts = sql.recentAlerts;

const SAID = {
  refused: 'were refused, because this tenant may not call them or had too many calls at once',
  allowed: 'were put through',
} as const;

/** Writes to the partner's admins; each once, however often this runs. */
export async function sendAlert(db: Db, alert: { tenantId: string; kind: string; at: string }): Promise<void> {
  const { tenantId, at } = alert;
  const kind = alert.kind === 'allowed' ? 'allowed' : 'refused';
  const tenant = await inContext(db, { tenantId }, (tx) => sql.partnerOf(tx, tenantId));
  if (!tenant) return;
  const { partnerId, name } = tenant;
  await inContext(db, { tenantId, partnerId }, async (tx) => {
    for (const to of await sql.adminsOf(tx, partnerId)) {
      await queueMail(tx, {
        to,
        partnerId,
        tenantId,
        subject: mailText`Many calls to expensive numbers from ${name}`,
        body: mailText`${String(BURST.calls)} or more calls from ${name} to expensive numbers (abroad, premium, satellite) ${SAID[kind]}, all within ten minutes.

If the tenant doesn't expect that, somebody may have a phone's password. Look at the tenant's calls to see which extension made them, give that extension a new
SIP password, and check Outbound calls for what the tenant may call.
`,
        occasion: `outbound_alert:${tenantId}:${at}:${to}`,
      });
    }
  });
}
