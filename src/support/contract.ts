import { z } from 'zod';
import { toE164 } from '../platform/values/phone.ts';
import { writtenNumber } from '../platform/values/values.ts';
import { BillingEmail } from '../tenants/contract.ts';

const SupportPhone = z.union([
  z.literal(''),
  writtenNumber().transform((typed, issue) => {
    const number = toE164(typed);
    if (number === null) issue.addIssue({ code: 'custom', message: 'Enter a phone number such as (212) 555-0100.' });
    return number ?? '';
  }),
]);

/** Where a partner's tenants turn to. */
export const SupportContact = z
  .object({
    email: z.string().meta({ description: 'Empty: none.' }),
    phone: z.string().meta({ description: 'E.164, such as +12125550100. Empty: none.' }),
    version: z.number().int(),
  })
  .meta({ id: 'SupportContact' });
export type SupportContact = z.infer<typeof SupportContact>;
/** Takes what GET answered: the version is ignored, If-Match is what counts. */
export const SupportContactPut = z.strictObject({
  email: BillingEmail,
  phone: SupportPhone,
  version: z.unknown().optional(),
});

/** What a suspended tenant's people may be told about the reasons: what to do about it, and no accusation. */
export const HELP_TOPICS = ['payment', 'usage', 'precaution', 'other'] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

export const Help = z
  .object({
    email: z.string().meta({ description: 'Of the provider’s support. Empty: none.' }),
    phone: z.string().meta({ description: 'E.164. Empty: none.' }),
    suspension: z
      .array(z.enum(HELP_TOPICS))
      .meta({ description: 'What a suspension is about; empty while the tenant is not suspended.' }),
  })
  .meta({ id: 'Help' });
export type Help = z.infer<typeof Help>;
