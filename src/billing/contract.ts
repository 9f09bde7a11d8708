import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, idOf, text, version } from '../platform/values/fields.ts';
import { currencyCode, label } from '../platform/values/values.ts';

export const billingErrors = {
  name_taken: { status: 409, description: 'Another billing profile has this name.' },
  profile_in_use: {
    status: 409,
    description: 'Tenants or the tenant defaults use this profile. Give them another first.',
  },
} as const satisfies ErrorTable;

const profileName = { description: 'Unique among the partner’s billing profiles.', examples: ['Monthly, USD'] };

export const BillingProfileCreate = z
  .strictObject({ name: label().meta(profileName), currency: currencyCode() })
  .meta({ id: 'BillingProfileCreate', description: 'A billing profile to add.' });
export type BillingProfileCreate = z.input<typeof BillingProfileCreate>;

/** The currency stays: tenants have been told amounts in it. */
export const BillingProfilePatch = BillingProfileCreate.pick({ name: true }).meta({
  id: 'BillingProfilePatch',
  description: 'The new name of a billing profile.',
});

export const BillingProfile = z
  .object({
    id: idOf('billing profile'),
    name: z.string().meta(profileName),
    currency: text('The currency, by ISO 4217. It can’t be changed.', 'USD'),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({
    id: 'BillingProfile',
    description: 'A name and a currency to sort tenants by. Not acting yet: nothing is billed.',
  });
export type BillingProfile = z.infer<typeof BillingProfile>;
export const BillingProfileList = listOf(BillingProfile);
export const BillingProfileQuery = listQuery(['name', 'createdAt'], 'name');
