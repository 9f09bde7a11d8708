import { type WholesaleTerms, WholesaleTermsPut } from '../../../src/wholesale/contract.ts';
import { TAXABLE_KINDS } from '../../../src/wholesale/invoicing/lines-contract.ts';
import { formSchema, typedNumber, typedNumbers } from '../../kit/forms/form-schema.ts';
import type { EditedFields } from '../../kit/forms/merge.ts';
import { typedAmountLabel } from '../../kit/inputs/money/amount.ts';
import { formOfTax, sentTax, type TaxForm, taxesWords } from '../../kit/inputs/money/taxes-form.ts';
import { formOfExemption, sentExemption, type TypedExemption } from '../ExemptionInputs.tsx';

/** The values of the form. Numbers are text until they are sent. */
type Typed = {
  currency: string | null;
  tenantFee: string;
  extensionFee: string;
  numberFee: string;
  billingDay: string;
  paymentTermsDays: string;
  billingEmail: string;
  reminderDays: string;
  taxes: TaxForm[];
  taxExemption: TypedExemption;
};

const LINES: Record<(typeof TAXABLE_KINDS)[number], string> = {
  tenants: 'Tenants',
  extensions: 'Extensions',
  numbers: 'Numbers',
  calls: 'Calls',
  late_calls: 'Calls whose cost was known late',
};
export const TAX_LINES = TAXABLE_KINDS.map((value) => ({ value, label: LINES[value] }));

export const formOfTerms = ({ version: _version, heldFrom: _from, ...terms }: WholesaleTerms): Typed => ({
  ...terms,
  billingDay: String(terms.billingDay),
  paymentTermsDays: String(terms.paymentTermsDays),
  reminderDays: terms.reminderDays.join(', '),
  taxes: terms.taxes.map(formOfTax(TAX_LINES)),
  taxExemption: formOfExemption(terms.taxExemption),
});

const toPut = ({ billingDay, paymentTermsDays, reminderDays, taxes, taxExemption, ...typed }: Typed) => ({
  ...typed,
  billingDay: typedNumber(billingDay),
  paymentTermsDays: typedNumber(paymentTermsDays),
  reminderDays: typedNumbers(reminderDays),
  taxes: taxes.map(sentTax),
  taxExemption: sentExemption(taxExemption),
});
export const termsSchema = formSchema(WholesaleTermsPut, toPut);

/** The fields in which two users' changes can conflict, with amounts in the saved currency. */
export const termsFields = (currency: string | null): EditedFields => {
  const fee = { words: (typed: string) => typedAmountLabel(typed, currency) };
  return {
    currency: { name: 'Currency' },
    tenantFee: { name: 'Each tenant', ...fee },
    extensionFee: { name: 'Each extension', ...fee },
    numberFee: { name: 'Each number', ...fee },
    billingDay: { name: 'Billing day' },
    paymentTermsDays: { name: 'Due after (days)' },
    billingEmail: { name: 'Billing email' },
    reminderDays: { name: 'Reminders' },
    taxes: { name: 'Taxes', words: taxesWords(TAX_LINES, currency) },
    'taxExemption.certificate': { name: 'Tax exemption certificate' },
    'taxExemption.validFrom': { name: 'Valid from' },
    'taxExemption.validUntil': { name: 'Valid until' },
  };
};
