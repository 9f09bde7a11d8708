import { asNobody, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { queueMail } from '../platform/db/mail/mail.ts';
import { mailText } from '../platform/escape/mail.ts';
import { daysLeft, FIRST_WARNING_MS, warningDue, type WarningDays } from './rules.ts';
import { warningKeyPrefix } from './schedule.ts';
import * as sql from './sql.ts';

/** Warns the partner's admins 30, 7 and 1 days before a purge, also for a tenant on legal hold. Safe to repeat: each warning is sent once. */
export async function warnOfPurges(db: Db): Promise<void> {
  const now = await asNobody(db, sql.readClock);
  const until = new Date(now.getTime() + FIRST_WARNING_MS);
  const soon = sql.tenantsNearPurge((work) => asNobody(db, work), now, until);
  for await (const { tenant_id: tenantId, partner_id: partnerId, purge_at: purgeAt } of soon) {
    if (warningDue(purgeAt, now) === null) continue;
    await inContext(db, { tenantId, partnerId }, (tx) => warn(tx, tenantId, partnerId));
  }
}

/** Locks the tenant's status, so that a tenant being reactivated gets no warning after its return. */
async function warn(tx: Tx, tenantId: string, partnerId: string): Promise<void> {
  const row = await sql.lockTenantStatus(tx, tenantId);
  const now = await sql.readClock(tx);
  if (!row?.purge_at || !row.cancelled_at || row.partner_id !== partnerId) return;
  const days = warningDue(row.purge_at, now);
  if (days === null) return;
  const left = daysLeft(row.purge_at, now);
  const when = `${row.purge_at.toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
  for (const admin of await sql.adminsOfPartner(tx, partnerId)) {
    await queueMail(tx, {
      kind: 'partnerAlert',
      to: admin.email,
      partnerId,
      tenantId,
      subject: mailText`${row.name} will be removed for good in ${left === 1 ? '1 day' : `${left} days`}`,
      body: mailText`${row.name} (SIP prefix “${row.sip_prefix}”) was cancelled on ${row.cancelled_at.toISOString().slice(0, 10)}.
On ${when} all of its data will be deleted for good: users, extensions, calls, recordings and files.

Until then you can reactivate it: under Tenants, choose the filter “Suspended”, then Reactivate.
`,
      occasion: dedupeKeyOf(tenantId, row.cancelled_at, days, admin.id),
    });
  }
}

/** Includes the time of cancellation, so that there are new warnings when a tenant is cancelled a second time. */
const dedupeKeyOf = (tenantId: string, cancelledAt: Date, days: WarningDays, adminId: string): string =>
  `${warningKeyPrefix(tenantId)}${cancelledAt.getTime()}:${days}:${adminId}`;
