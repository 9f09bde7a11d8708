import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text, time, version } from '../platform/values/fields.ts';
import { currencyCode, label, wholeNumber } from '../platform/values/values.ts';
import { TenantStatus } from '../status/contract.ts';
import { Taxes } from './profiles/taxes-contract.ts';
import { CHARGE_CLASSES } from './profiles/terms-contract.ts';

export const billingErrors = {
  name_taken: { status: 409, description: 'Another billing profile has this name.' },
  profile_in_use: {
    status: 409,
    description: 'Tenants or the tenant defaults use this profile. Choose another for them first.',
  },
} as const satisfies ErrorTable;

const profileName = { description: 'Unique among the partner’s billing profiles.', examples: ['Monthly, USD'] };

/** An amount in the profile's currency. Its number of decimals is checked later, when the currency is known. */
const fee = (description: string) =>
  z
    .string()
    .regex(/^\d{1,11}(\.\d{1,4})?$/, 'Enter an amount such as 25.00.')
    .meta({ description: `${description} In the profile’s currency.`, examples: ['25.00'] });

export const FEES = {
  monthlyFee: fee('The fee of a month.'),
  extensionFee: fee('The fee of a month for each extension.'),
  localNumberFee: fee('The fee of a month for each number that isn’t toll-free.'),
  tollFreeNumberFee: fee('The fee of a month for each toll-free number.'),
  setupFee: fee('Charged once, when the tenant’s service begins.'),
  extensionSetupFee: fee('Charged once for each extension.'),
  localNumberSetupFee: fee('Charged once for each number that isn’t toll-free.'),
  tollFreeNumberSetupFee: fee('Charged once for each toll-free number.'),
};
export type FeeName = keyof typeof FEES;

const MAX_REMINDERS = 10;
const rates = (description: string) =>
  z
    .uuid()
    .nullable()
    .meta({ description, examples: [null] });

/** The terms of a billing profile. */
export const BillingTerms = z
  .strictObject({
    ...FEES,
    includedMinutes: wholeNumber(0, 10_000_000).meta({
      description: 'Minutes of calls that each month includes, for the classes in `includedClasses`.',
      examples: [1000],
    }),
    includedClasses: z
      .array(z.enum(CHARGE_CLASSES))
      .max(CHARGE_CLASSES.length * 2)
      .overwrite((classes) => CHARGE_CLASSES.filter((one) => classes.includes(one)))
      .meta({
        description: 'The calls that included minutes are for: kinds of called numbers, or `inbound`.',
        examples: [['domestic']],
      }),
    outboundRates: rates('The rate table for calls to outside numbers. Null: they cost nothing.'),
    inboundRates: rates('The rate table for calls that come in, by the called number. Null: they cost nothing.'),
    billingDay: wholeNumber(1, 31).meta({
      description: 'The day of the month on which a cycle begins. A month without that day uses its last.',
      examples: [1],
    }),
    paymentTermsDays: wholeNumber(0, 120).meta({
      description: 'Days from an invoice’s date until it is due.',
      examples: [30],
    }),
    reminderDays: z
      .array(wholeNumber(0, 365))
      .max(MAX_REMINDERS, `Use at most ${MAX_REMINDERS} reminders.`)
      .overwrite((days) => [...new Set(days)].toSorted((a, b) => a - b))
      .meta({
        description:
          'Reminders, in days after an invoice was due: 0 is the day itself. Each is mailed once to the tenant’s billing address.',
        examples: [[1, 7, 12]],
      }),
    pastDueDays: wholeNumber(1, 365)
      .nullable()
      .meta({
        description:
          'Days after an invoice was due until its tenant is suspended as past due, on a working day between 10:00 and 16:00 of its clock. Null: never.',
        examples: [15],
      }),
    liftCapSuspension: z.boolean().meta({
      description:
        'Whether service resumes for a tenant suspended by a cap when its next cycle begins or the cap is raised above the use.',
    }),
    taxes: Taxes,
  })
  .meta({ id: 'BillingTerms', description: 'What a billing profile charges, and when.' });
export type BillingTerms = z.infer<typeof BillingTerms>;

export const BillingProfileCreate = z
  .strictObject({
    name: label().meta(profileName),
    currency: currencyCode(),
    terms: BillingTerms.partial()
      .optional()
      .meta({ description: 'Fields that are left out charge nothing, or are as in the examples.' }),
  })
  .meta({ id: 'BillingProfileCreate', description: 'A billing profile to add.' });
export type BillingProfileCreate = z.input<typeof BillingProfileCreate>;

/** The currency can't be changed, because tenants know their prices in it. */
export const BillingProfilePatch = z
  .strictObject({
    name: label().meta(profileName),
    terms: BillingTerms.partial().meta({
      description: 'The terms to change. They apply from each tenant’s next cycle.',
    }),
  })
  .partial()
  .meta({ id: 'BillingProfilePatch', description: 'What to change in a billing profile.' });

export const BillingProfile = z
  .object({
    id: idOf('billing profile'),
    name: z.string().meta(profileName),
    currency: text('The currency, by ISO 4217. It can’t be changed.', 'USD'),
    terms: BillingTerms,
    termsNumber: count('Goes up with every change of the profile. Each cycle is billed by one of them.', 2),
    tenantsCount: count('How many tenants use it.', 12),
    isDefault: flag('Whether new tenants get it.'),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'BillingProfile', description: 'What a partner charges its tenants by.' });
export type BillingProfile = z.infer<typeof BillingProfile>;
export const BillingProfileList = listOf(BillingProfile);
export const BillingProfileQuery = listQuery(['name', 'createdAt'], 'name');

export const BillingProfileVersion = z
  .object({
    number: count('1 is the first version of the profile.', 2),
    name: text('The profile’s name then.', 'Monthly, USD'),
    terms: BillingTerms,
    cycles: count('How many cycles have been billed by it so far, or are now.', 12),
    createdAt: time('When it was saved.'),
  })
  .meta({ id: 'BillingProfileVersion', description: 'What a billing profile said from a change to the next.' });
export type BillingProfileVersion = z.infer<typeof BillingProfileVersion>;
export const BillingProfileVersionList = z.object({ items: z.array(BillingProfileVersion) });

export const ProfileTenant = z
  .object({
    id: idOf('tenant'),
    name: text('The tenant’s name.', 'Bakery'),
    status: TenantStatus,
    termsNumber: count('By which terms of the profile its present cycle is billed.', 2).nullable().meta({
      description: 'By which terms of the profile its present cycle is billed. Null: by another profile, or none.',
    }),
    nextCycleAt: time('When its next cycle begins, by the profile’s present terms.').nullable(),
  })
  .meta({ id: 'ProfileTenant', description: 'A tenant that uses a billing profile.' });
export type ProfileTenant = z.infer<typeof ProfileTenant>;
export const ProfileTenantList = listOf(ProfileTenant);
export const ProfileTenantQuery = listQuery(['name'], 'name');
