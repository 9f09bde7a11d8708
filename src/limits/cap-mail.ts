import type { Tx } from '../platform/db/db.ts';
import { mailAdmins } from '../platform/db/mail/admin-mail.ts';
import { mailDecimal, type MailText, mailText } from '../platform/escape/mail.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { roundedText } from '../platform/values/money.ts';
import type { CallCap } from './cap-contract.ts';
import type { Cap, Caps } from './caps.ts';
import { atLeastZero, type Level, minutesOf } from './rules.ts';

const NAMES: Record<CallCap, string> = { spend_cap: 'spend limit', minutes_cap: 'minutes limit' };

/** An amount with its currency, or minutes, for a mail. */
function capAmount(cap: CallCap, amount: bigint, currency: string): MailText {
  if (cap === 'spend_cap')
    return mailText`${mailDecimal(roundedText(atLeastZero(amount), decimalsOf(currency)))} ${currency}`;
  return mailText`${minutesOf(amount).toLocaleString('en-US')} minutes`;
}

/** Mails the partner's admins. Each gets one mail for a level of a value of a cap in a cycle. */
export async function mailReport(
  tx: Tx,
  { tenant, cycle, autoSuspend }: Caps,
  { cap, value, used }: Cap,
  level: Exclude<Level, 'below'>,
): Promise<void> {
  if (!cycle) return;
  const name = NAMES[cap];
  const words = {
    used: capAmount(cap, used, cycle.currency),
    value: capAmount(cap, value, cycle.currency),
    lastDay: cycle.last_day,
  };
  const subject =
    level === 'full' ? mailText`${tenant.name} has reached its ${name}` : mailText`${tenant.name} is near its ${name}`;
  await mailAdmins(tx, {
    partnerId: tenant.partnerId,
    tenantId: tenant.id,
    subject,
    body: mailText`${tenant.name} has used ${words.used} of its ${name} of ${words.value}. The last day of its billing cycle is ${words.lastDay}.

${consequenceOf(level, autoSuspend)}
`,
    occasion: `cap:${cycle.id}:${cap}:${value.toString()}:${level}`,
  });
}

function consequenceOf(level: Exclude<Level, 'below'>, autoSuspend: boolean): MailText {
  if (level === 'threshold')
    return mailText`Nothing has changed yet. When the limit is reached, calls that cost money are refused. You can raise it under Usage Limits & Spending Controls.`;
  return autoSuspend
    ? mailText`The tenant has been suspended: only 911 calls work. Service resumes when you raise the limit or when the next billing cycle begins.`
    : mailText`Calls that cost money are refused. Free calls, included minutes and 911 still work. You can raise the limit under Usage Limits & Spending Controls.`;
}
