import type { FraudAction, FraudRule, FraudRules } from '../../../../src/fraud/contract.ts';
import { typedNumber } from '../../forms/form-schema.ts';
import type { EditedFields } from '../../forms/merge.ts';
import { typedAmountLabel } from '../money/amount.ts';

export const FRAUD_RULE_NAMES: Record<FraudRule, string> = {
  spendPerHour: 'Spend per hour',
  internationalMinutesPerDay: 'International minutes per day',
  callsAtOnce: 'Outbound calls at once',
};

export const FRAUD_ACTION_NAMES: Record<FraudAction, string> = {
  alert: 'Alert me',
  block: 'Alert me and block such calls',
  suspend: 'Alert me and suspend the tenant',
};

/** The form values. Blank means no rule. */
export type FraudForm = {
  spendPerHour: { amount: string; currency: string | null; action: FraudAction };
  internationalMinutesPerDay: { minutes: string; action: FraudAction };
  callsAtOnce: { calls: string; action: FraudAction };
};

/** `charged`: the currency of the tenant's calls, if any. */
export function formOfFraud(
  { spendPerHour, internationalMinutesPerDay, callsAtOnce }: FraudRules,
  charged: string | null = null,
): FraudForm {
  return {
    spendPerHour: spendPerHour ?? { amount: '', currency: charged ?? 'USD', action: 'block' },
    internationalMinutesPerDay: internationalMinutesPerDay
      ? { ...internationalMinutesPerDay, minutes: String(internationalMinutesPerDay.minutes) }
      : { minutes: '', action: 'block' },
    callsAtOnce: callsAtOnce ? { ...callsAtOnce, calls: String(callsAtOnce.calls) } : { calls: '', action: 'alert' },
  };
}

const isBlank = (text: string): boolean => text.trim() === '';

const sentSpend = ({ amount, currency, action }: FraudForm['spendPerHour']) =>
  isBlank(amount) ? null : { amount: amount.trim(), currency: currency ?? '', action };
const sentMinutes = ({ minutes, action }: FraudForm['internationalMinutesPerDay']) =>
  isBlank(minutes) ? null : { minutes: typedNumber(minutes), action };
const sentCalls = ({ calls, action }: FraudForm['callsAtOnce']) =>
  isBlank(calls) ? null : { calls: typedNumber(calls), action };

export const sentFraud = (form: FraudForm) => ({
  spendPerHour: sentSpend(form.spendPerHour),
  internationalMinutesPerDay: sentMinutes(form.internationalMinutesPerDay),
  callsAtOnce: sentCalls(form.callsAtOnce),
});

const ruleWords = (limit: string | null, action: FraudAction): string =>
  limit === null ? 'no rule' : `${limit}: ${FRAUD_ACTION_NAMES[action].toLowerCase()}`;

/** The rules' fields in which two users' changes can conflict. `at`: their path in the form. */
export const fraudFields = (at = ''): EditedFields => ({
  [`${at}spendPerHour`]: {
    name: FRAUD_RULE_NAMES.spendPerHour,
    sent: sentSpend,
    words: (typed: FraudForm['spendPerHour']) => {
      const sent = sentSpend(typed);
      return ruleWords(sent && typedAmountLabel(sent.amount, sent.currency), typed.action);
    },
  },
  [`${at}internationalMinutesPerDay`]: {
    name: FRAUD_RULE_NAMES.internationalMinutesPerDay,
    sent: sentMinutes,
    words: (typed: FraudForm['internationalMinutesPerDay']) =>
      ruleWords(isBlank(typed.minutes) ? null : typed.minutes, typed.action),
  },
  [`${at}callsAtOnce`]: {
    name: FRAUD_RULE_NAMES.callsAtOnce,
    sent: sentCalls,
    words: (typed: FraudForm['callsAtOnce']) => ruleWords(isBlank(typed.calls) ? null : typed.calls, typed.action),
  },
});
