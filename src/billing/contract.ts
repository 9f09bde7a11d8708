import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { currencyCode, label } from '../platform/values/values.ts';

export const billingErrors = {
  name_taken: { status: 409, description: 'Another billing profile has this name.' },
  profile_in_use: {
    status: 409,
    description: 'Tenants or the tenant defaults use this profile. Give them another first.',
  },
} as const satisfies ErrorTable;

export const BillingProfileCreate = z.strictObject({
  name: label(),
  currency: currencyCode(),
});
export type BillingProfileCreate = z.input<typeof BillingProfileCreate>;

/** The currency stays: tenants have been told amounts in it. */
export const BillingProfilePatch = BillingProfileCreate.pick({ name: true });

export const BillingProfile = z
  .object({
    id: z.uuid(),
    name: z.string(),
    currency: z.string(),
    createdAt: z.iso.datetime(),
    version: z.number().int(),
  })
  .meta({
    id: 'BillingProfile',
    description: 'A name and a currency to sort tenants by. Not acting yet: nothing is billed.',
  });
export type BillingProfile = z.infer<typeof BillingProfile>;
export const BillingProfileList = listOf(BillingProfile);
export const BillingProfileQuery = listQuery(['name', 'createdAt'], 'name');
