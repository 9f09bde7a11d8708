import type { Tx } from '../platform/db/db.ts';
import { mailAdmins } from '../platform/db/mail/admin-mail.ts';
import type { TenantOwner } from '../platform/db/tenant-owner.ts';
import { mailDecimal, type MailText, mailText } from '../platform/escape/mail.ts';
import type { FraudAction, FraudRule } from './contract.ts';
import { amountText } from './rules.ts';
import type { TripRow } from './sql.ts';

/** What a rule has counted, for mails and notes. */
export const countedText = ({ rule, used, limit_value: limit, currency }: TripRow): MailText => {
  const decimal = (amount: string): MailText => mailDecimal(amountText(rule, BigInt(amount), currency));
  const [counted, allowed] = [decimal(used), decimal(limit)];
  const counts: Record<FraudRule, MailText> = {
    spendPerHour: mailText`${counted} ${currency ?? ''} for outbound calls within an hour; the limit is ${allowed} ${currency ?? ''}`,
    internationalMinutesPerDay: mailText`${counted} minutes of calls to expensive numbers within 24 hours; the limit is ${allowed}`,
    callsAtOnce: mailText`${counted} outbound calls at once; the limit is ${allowed}`,
  };
  return counts[rule];
};

const BLOCKED: Record<FraudRule, string> = {
  spendPerHour: 'Outbound calls that cost money',
  internationalMinutesPerDay: 'Calls to expensive numbers (abroad, premium, satellite)',
  callsAtOnce: 'Outbound calls',
};

const done = (rule: FraudRule): Record<FraudAction, MailText> => ({
  alert: mailText`No calls are blocked.`,
  block: mailText`${BLOCKED[rule]} are refused from now on. 911 works. You can lift the block on the tenant’s page Usage & limits.`,
  suspend: mailText`The tenant has been suspended: only 911 calls work. You can reactivate it on its page.`,
});

/** Mails the partner's admins, each once per trip. */
export const mailTrip = (tx: Tx, trip: TripRow, { partnerId, name }: TenantOwner): Promise<void> =>
  mailAdmins(tx, {
    partnerId,
    tenantId: trip.tenant_id,
    subject: mailText`Calls from ${name} look like fraud`,
    body: mailText`${name} has reached ${countedText(trip)}.

${done(trip.rule)[trip.action]}

If the tenant doesn't expect this, somebody may have stolen a phone's password. Check the tenant's calls to see which extension made them, and give that extension a
new SIP password.
`,
    occasion: `fraud_trip:${trip.id}`,
  });
