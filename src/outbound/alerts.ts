import { addJob, type Db, type Tx } from '../platform/db/db.ts';
import { mailAdmins } from '../platform/db/mail/admin-mail.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { mailText } from '../platform/escape/mail.ts';
import { ALERT_EVERY_MS, burstOf, COSTLY_CLASSES, BURST, type Burst } from './rules.ts';
import * as sql from './sql.ts';

/**
 * Checks whether the call just recorded completes a burst of calls to expensive numbers, and if so alerts the partner, at most once an hour
 * per tenant. Such a burst is typical of a stolen SIP password, whether the calls were refused or connected.
 */
export async function alertOnBurst(tx: Tx, tenantId: string, at: Date): Promise<void> {
  const since = new Date(at.getTime() - BURST.withinMs);
  const burst = burstOf(await sql.costlyCalls(tx, tenantId, { since, classes: COSTLY_CLASSES, most: BURST.calls }));
  if (burst === null) return;
  const before = new Date(at.getTime() - ALERT_EVERY_MS);
  if (!(await sql.recordAlert(tx, tenantId, { kind: burst, at, before }))) return;
  await addJob(tx, 'outbound_alert', { tenantId, kind: burst, at: at.toISOString() });
}

/** The partner's tenants with an alert in the last 24 hours. */
export const recentAlerts = sql.recentAlerts;

const OUTCOME_TEXT = {
  refused: "were refused, because this tenant isn't allowed to call them or had too many calls at once",
  allowed: 'were connected',
} as const;

/** Mails the partner's admins. Safe to repeat: each admin gets one mail per alert. */
export async function sendAlert(
  db: Db,
  { tenantId, kind, at }: { tenantId: string; kind: Burst; at: string },
): Promise<void> {
  await withOwner(db, tenantId, (tx, { partnerId, name }) =>
    mailAdmins(tx, {
      partnerId,
      tenantId,
      subject: mailText`Many calls to expensive numbers from ${name}`,
      body: mailText`${String(BURST.calls)} or more calls from ${name} to expensive numbers (abroad, premium, satellite) ${OUTCOME_TEXT[kind]}, all within ten minutes.

If the tenant doesn't expect this, somebody may have stolen a phone's password. Check the tenant's calls to see which extension made them, give that extension a new
SIP password, and check under Outbound calls what the tenant may call.
`,
      occasion: `outbound_alert:${tenantId}:${at}`,
    }),
  );
}
