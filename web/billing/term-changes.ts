import { type BillingTerms, FEES } from '../../src/billing/contract.ts';
import { keysOf } from '../../src/platform/values/keys.ts';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { formOfTax, taxesWords } from '../kit/inputs/money/taxes-form.ts';
import { TAX_LINES, TERM_LABELS } from './terms-form.ts';

type Words = { currency: string; rates: (id: string) => string };

/** The differences between two versions of a profile's terms, as "Monthly fee: $25.00 → $30.00". */
export function termChanges(before: BillingTerms, after: BillingTerms, words: Words): string[] {
  const shown = (terms: BillingTerms): Record<keyof BillingTerms, string> => {
    const {
      includedClasses,
      outboundRates,
      inboundRates,
      reminderDays,
      pastDueDays,
      liftCapSuspension,
      taxes,
      ...others
    } = terms;
    const rates = (id: string | null) => (id === null ? 'free' : words.rates(id));
    const text = (term: keyof typeof others) =>
      term in FEES ? amountLabel(String(others[term]), words.currency) : String(others[term]);
    return {
      monthlyFee: text('monthlyFee'),
      extensionFee: text('extensionFee'),
      localNumberFee: text('localNumberFee'),
      tollFreeNumberFee: text('tollFreeNumberFee'),
      setupFee: text('setupFee'),
      extensionSetupFee: text('extensionSetupFee'),
      localNumberSetupFee: text('localNumberSetupFee'),
      tollFreeNumberSetupFee: text('tollFreeNumberSetupFee'),
      includedMinutes: text('includedMinutes'),
      billingDay: text('billingDay'),
      paymentTermsDays: text('paymentTermsDays'),
      includedClasses: includedClasses.map(chargeClassLabel).join(', ') || 'none',
      outboundRates: rates(outboundRates),
      inboundRates: rates(inboundRates),
      reminderDays: reminderDays.join(', ') || 'none',
      pastDueDays: pastDueDays === null ? 'never' : String(pastDueDays),
      liftCapSuspension: liftCapSuspension ? 'on' : 'off',
      taxes: taxesWords(TAX_LINES, words.currency)(taxes.map(formOfTax(TAX_LINES))),
    };
  };
  const [was, is] = [shown(before), shown(after)];
  return keysOf(TERM_LABELS)
    .filter((term) => was[term] !== is[term])
    .map((term) => `${TERM_LABELS[term]}: ${was[term]} → ${is[term]}`);
}
