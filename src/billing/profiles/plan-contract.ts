import { z } from 'zod';
import { count, text } from '../../platform/values/fields.ts';
import { BillingTerms, FEES } from '../contract.ts';

const day = (description: string, example: string) => z.iso.date().meta({ description, examples: [example] });

/** The terms of a billing profile that concern what the tenant pays each month. */
export const Plan = z
  .object({
    name: text('The billing profile’s name.', 'Business'),
    currency: text('The currency of its amounts, by ISO 4217.', 'USD'),
    firstDay: day('The first day of the present billing cycle.', '2026-11-01'),
    nextFirstDay: day('The first day of the next one, at whose beginning the invoice is issued.', '2026-12-01'),
    monthlyFee: FEES.monthlyFee,
    extensionFee: FEES.extensionFee,
    localNumberFee: FEES.localNumberFee,
    tollFreeNumberFee: FEES.tollFreeNumberFee,
    extensionSetupFee: FEES.extensionSetupFee,
    localNumberSetupFee: FEES.localNumberSetupFee,
    tollFreeNumberSetupFee: FEES.tollFreeNumberSetupFee,
    includedMinutes: count('Minutes of calls that each month includes.', 1000),
    includedClasses: BillingTerms.shape.includedClasses,
    paymentTermsDays: count('Days from an invoice’s date until it is due.', 30),
  })
  .meta({ id: 'Plan', description: 'What a tenant is billed by in its present cycle.' });
export type Plan = z.infer<typeof Plan>;
