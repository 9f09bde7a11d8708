import { z } from 'zod';
import { CHARGE_CLASSES } from '../billing/profiles/terms-contract.ts';
import { CHARGE_REASONS } from '../billing/rating/charge-contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, flag, idOf, text, time } from '../platform/values/fields.ts';

export const reratingErrors = {
  too_many_calls_to_rate: {
    status: 409,
    description: 'There are too many calls to rate again at once. Choose a shorter time or one tenant.',
  },
  difference_changed: {
    status: 409,
    description: 'The sum differs from that of the dry run. Nothing was done; check a new dry run.',
    extra: {
      difference: z.string().meta({
        description: 'The present sum of changes, as a decimal string. Send it as `difference` to confirm it.',
        examples: ['-3.06'],
      }),
    },
  },
} as const satisfies ErrorTable;

/** A leg without a price, as the API shows it. */
export const UnratedCall = z
  .object({
    id: idOf('part of the call').meta({ description: 'Names this part of the call among the others.' }),
    callId: idOf('call'),
    leg: count('Which part of the call it is: 0 is the call that came in.', 1),
    tenantId: idOf('tenant'),
    tenantName: text('The tenant’s name.', 'Bakery'),
    number: text('The outside number that was called, or of a call from outside the tenant’s own.', '+442079460999'),
    class: z.enum(CHARGE_CLASSES).nullable().meta({ description: 'What kind of call it was. Null: not known.' }),
    reason: z.enum(CHARGE_REASONS).nullable().meta({ description: 'Why it has no price.' }),
    table: z
      .object({ id: idOf('rate table'), name: text('The rate table’s name.', 'Standard, USD') })
      .nullable()
      .meta({ description: 'The rate table that the tenant’s billing profile names for such calls. Null: none.' }),
    currency: text('The currency that it will be charged in, by ISO 4217.', 'USD'),
    billableSeconds: count('From the answer to the end, rounded up to whole seconds.', 61),
    endedAt: time('When this part of the call ended.'),
  })
  .meta({ id: 'UnratedCall', description: 'An answered part of a call that has no price yet.' });
export type UnratedCall = z.infer<typeof UnratedCall>;
export const UnratedCallList = listOf(UnratedCall);
export const UnratedCallQuery = listQuery(['endedAt'], '-endedAt');

export const RateAgain = z
  .strictObject({
    listId: idOf('rates of one import').meta({ description: 'By which rates: an id of `versions` of the table.' }),
    from: z.iso
      .datetime()
      .meta({ description: 'Calls that ended at or after this time.', examples: ['2026-10-01T04:00:00.000Z'] }),
    until: z.iso.datetime().meta({ description: 'And before this one.', examples: ['2026-11-01T04:00:00.000Z'] }),
    tenantId: idOf('tenant').nullable().meta({ description: 'Only calls of this tenant. Null: of all.' }),
    difference: z
      .string()
      .regex(/^-?\d{1,20}\.\d{2,6}$/, 'Send the `difference` of the dry run.')
      .nullable()
      .meta({ description: 'The `difference` of the dry run. Null in a dry run.', examples: ['-3.06'] }),
  })
  .meta({ id: 'RateAgain', description: 'Which calls to rate again, and by which rates.' });
export type RateAgain = z.output<typeof RateAgain>;

export const RateAgainQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((given) => given === 'true')
    .meta({ description: '`true`: returns the amounts that it would result in, and changes nothing.' }),
});

const amount = (description: string, example: string) => text(description, example);

const sums = {
  rated: count('Parts of calls that get a price.', 3),
  ratedAmount: amount('The sum of the newly rated calls, as a decimal string.', '1.94'),
  changed: count('Parts of calls that have a price and would have another one.', 40),
  changedAmount: amount('How much higher the charges would be; negative if they would be lower.', '-5.00'),
};

export const RatedAgain = z
  .object({
    dryRun: flag('Whether nothing was written, because the request asked for a preview.'),
    currency: text('The currency of all amounts, by ISO 4217.', 'USD'),
    ...sums,
    withoutRate: count(
      'Parts of calls without a price whose number these rates do not have. They stay as they are.',
      0,
    ),
    same: count('Parts of calls that have the price that they would get.', 200),
    difference: amount('The total: `ratedAmount` and `changedAmount` together.', '-3.06'),
    tenants: z
      .array(
        z.object({
          tenantId: idOf('tenant'),
          tenantName: text('The tenant’s name.', 'Bakery'),
          ...sums,
          adjustment: amount('What its next invoice adds for the changed ones; below 0: takes off.', '-5.00'),
        }),
      )
      .meta({ description: 'The tenants with a difference, by name.' }),
  })
  .meta({ id: 'RatedAgain', description: 'The result of rating calls again.' });
export type RatedAgain = z.infer<typeof RatedAgain>;
