import type { z } from 'zod';
import {
  type BillingProfile,
  BillingProfilePatch,
  type BillingTerms,
  FEES,
  type FeeName,
} from '../../src/billing/contract.ts';
import { CHARGE_CLASSES, LINE_KINDS } from '../../src/billing/profiles/terms-contract.ts';
import { formSchema, typedNumber, typedNumbers } from '../kit/forms/form-schema.ts';
import type { EditedFields } from '../kit/forms/merge.ts';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { typedAmountLabel } from '../kit/inputs/money/amount.ts';
import { formOfTax, sentTax, type TaxForm, taxesWords } from '../kit/inputs/money/taxes-form.ts';

type ChargeClass = (typeof CHARGE_CLASSES)[number];

/** The values of the form. Numbers are text until they are sent. */
export type ProfileForm = {
  name: string;
  terms: Record<
    FeeName | 'includedMinutes' | 'billingDay' | 'paymentTermsDays' | 'reminderDays' | 'pastDueDays',
    string
  > &
    Pick<BillingTerms, 'outboundRates' | 'inboundRates' | 'liftCapSuspension'> & {
      includedClasses: string[];
      taxes: TaxForm[];
    };
};

const LINES: Record<(typeof LINE_KINDS)[number], string> = {
  plan: 'Monthly fee',
  extensions: 'Extensions',
  numbers: 'Numbers',
  setup: 'Set-up fees',
  calls: 'Calls',
  adjustments: 'Adjustments',
};
export const TAX_LINES = LINE_KINDS.map((value) => ({ value, label: LINES[value] }));

/** Toll-free calls are always free. */
export const CLASS_OPTIONS = CHARGE_CLASSES.filter((one) => one !== 'tollFree').map((one) => ({
  value: one,
  label: chargeClassLabel(one),
}));

export function formOfProfile({ name, terms }: Pick<BillingProfile, 'name' | 'terms'>): ProfileForm {
  return {
    name,
    terms: {
      ...terms,
      includedMinutes: String(terms.includedMinutes),
      billingDay: String(terms.billingDay),
      paymentTermsDays: String(terms.paymentTermsDays),
      reminderDays: terms.reminderDays.join(', '),
      pastDueDays: terms.pastDueDays === null ? '' : String(terms.pastDueDays),
      taxes: terms.taxes.map(formOfTax(TAX_LINES)),
    },
  };
}

const sentProfile = ({ name, terms }: ProfileForm) => ({
  name,
  terms: {
    ...terms,
    includedMinutes: typedNumber(terms.includedMinutes),
    billingDay: typedNumber(terms.billingDay),
    paymentTermsDays: typedNumber(terms.paymentTermsDays),
    reminderDays: typedNumbers(terms.reminderDays),
    pastDueDays: terms.pastDueDays.trim() === '' ? null : typedNumber(terms.pastDueDays),
    taxes: terms.taxes.map(sentTax),
  },
});

export const profileSchema: z.ZodType<z.output<typeof BillingProfilePatch>, ProfileForm> = formSchema(
  BillingProfilePatch,
  sentProfile,
);

export const TERM_LABELS: Record<keyof BillingTerms, string> = {
  monthlyFee: 'Monthly fee',
  extensionFee: 'Per extension',
  localNumberFee: 'Per local number',
  tollFreeNumberFee: 'Per toll-free number',
  setupFee: 'Service set-up',
  extensionSetupFee: 'Set-up per extension',
  localNumberSetupFee: 'Set-up per local number',
  tollFreeNumberSetupFee: 'Set-up per toll-free number',
  includedMinutes: 'Included minutes',
  includedClasses: 'Included minutes apply to',
  outboundRates: 'Outgoing calls',
  inboundRates: 'Incoming calls',
  billingDay: 'Billing day',
  paymentTermsDays: 'Due after (days)',
  reminderDays: 'Reminders',
  pastDueDays: 'Suspension after (days)',
  liftCapSuspension: 'Resume after a cap',
  taxes: 'Taxes',
};

type Named = { value: string; label: string };

/** The fields in which two users' changes can conflict. */
export const profileFields = (rateTables: readonly Named[], currency: string): EditedFields => {
  const fees = { words: (typed: string) => typedAmountLabel(typed, currency) };
  const rates = { words: (id: string) => rateTables.find(({ value }) => value === id)?.label ?? 'another table' };
  const classes = { words: (all: ChargeClass[]) => all.map(chargeClassLabel).join(', ') || 'none' };
  const taxes = { words: taxesWords(TAX_LINES, currency) };
  return {
    name: { name: 'Name' },
    ...Object.fromEntries(
      Object.entries(TERM_LABELS).map(([term, name]) => [
        `terms.${term}`,
        {
          name,
          ...(term in FEES && fees),
          ...(term.endsWith('Rates') && rates),
          ...(term === 'includedClasses' && classes),
          ...(term === 'taxes' && taxes),
        },
      ]),
    ),
  };
};
