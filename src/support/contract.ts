import { z } from 'zod';
import { DEFAULT_HOME, toE164 } from '../platform/numbers/e164.ts';
import { ignored, version } from '../platform/values/fields.ts';
import { writtenNumber } from '../platform/values/values.ts';
import { BillingEmail } from '../tenants/contract.ts';

const SupportPhone = z.union([
  z.literal(''),
  writtenNumber().transform((typed, issue) => {
    const number = toE164(typed, DEFAULT_HOME);
    if (number === null) issue.addIssue({ code: 'custom', message: 'Enter a phone number such as (212) 555-0100.' });
    return number ?? '';
  }),
]);

const emailMeta = {
  description: 'The email address of the support. Empty: none.',
  examples: ['help@northwind.example'],
};
const phoneMeta = { description: 'The phone number of the support in E.164. Empty: none.', examples: ['+12125550100'] };

/** How a partner's tenants can reach it. */
export const SupportContact = z
  .object({
    email: z.string().meta(emailMeta),
    phone: z.string().meta(phoneMeta),
    version: version(),
  })
  .meta({ id: 'SupportContact', description: 'Where a partner’s tenants turn to for help.' });
export type SupportContact = z.infer<typeof SupportContact>;
/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const SupportContactPut = z
  .strictObject({
    email: BillingEmail.meta(emailMeta),
    phone: SupportPhone.meta({ ...phoneMeta, description: 'The phone number, as people write it. Empty: none.' }),
    version: ignored(),
  })
  .meta({ id: 'SupportContactPut', description: 'Where the partner’s tenants turn to from now on.' });

/** What a suspended tenant's users see about the reasons: what to do, without accusing anybody. */
export const HELP_TOPICS = ['payment', 'usage', 'precaution', 'other'] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

export const Help = z
  .object({
    email: z.string().meta(emailMeta),
    phone: z.string().meta(phoneMeta),
    suspension: z.array(z.enum(HELP_TOPICS)).meta({
      description: 'What the suspension is about. Empty while the tenant isn’t suspended.',
      examples: [['payment']],
    }),
  })
  .meta({ id: 'Help', description: 'How a tenant’s users reach their provider.' });
export type Help = z.infer<typeof Help>;
