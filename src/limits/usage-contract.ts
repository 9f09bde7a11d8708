import { z } from 'zod';
import { count, flag, text, time } from '../platform/values/fields.ts';
import { CallCap } from './cap-contract.ts';

export const Amount = z
  .object({
    amount: text('The amount as a decimal string.', '12.34'),
    currency: text('The currency, by ISO 4217.', 'USD'),
  })
  .meta({ id: 'Amount', description: 'An amount of money.' });
export type Amount = z.infer<typeof Amount>;

const minutes = (description: string, example: number) => z.number().meta({ description, examples: [example] });

const cycle = z
  .object({
    startsAt: time('When the billing cycle began.'),
    endsAt: time('When it ends, and the next one begins.'),
    metered: flag('The tenant is on trial: its calls are not charged, and amounts are what they would have cost.'),
  })
  .meta({ description: 'When the billing cycle begins and ends, and whether its calls are charged.' });

const spend = z
  .object({
    used: Amount.meta({ description: 'The total of the invoice, before tax, if the cycle ended now.' }),
    reserved: Amount.meta({ description: 'What calls in progress have reserved. It is part of `used`.' }),
    cap: Amount.nullable().meta({
      description: 'What the tenant may spend in this cycle, in the currency of the cycle. Null: unlimited.',
    }),
    feesReachCap: flag(
      'The fees of this cycle alone reach `cap`. Once they do, calls that cost money are refused until the cycle ends.',
    ),
  })
  .meta({ description: 'What this cycle has cost so far, in its currency.' });

const minutesUse = z
  .object({
    used: minutes(
      'Charged minutes of outside calls, in and out, with those that calls in progress have reserved.',
      812.5,
    ),
    included: minutes('The included minutes of this cycle.', 1000),
    includedUsed: minutes('Included minutes that calls of this cycle have used.', 500),
  })
  .meta({ description: 'Minutes of outside calls.' });

const forecast = z
  .object({
    spend: Amount.meta({ description: 'The invoice total expected at the end of the cycle, before tax.' }),
    minutes: minutes('Charged minutes expected by the end of the cycle.', 2400),
  })
  .meta({ description: 'The forecast of the cycle if its calls continue at the rate so far.' });

/** What a tenant has used in the current billing cycle. */
export const CycleUse = z
  .object({ cycle, spend, minutes: minutesUse, forecast })
  .meta({ id: 'CycleUse', description: 'What a tenant has used in its billing cycle.' });
export type CycleUse = z.infer<typeof CycleUse>;

const counted = (what: string, example: number) =>
  z
    .object({
      used: count(`How many ${what} it has.`, example),
      cap: count('How many it may have. Null: unlimited.', 25).nullable(),
    })
    .meta({ description: `The tenant’s ${what}.` });

const inCycle = 'Null for a tenant without a billing profile.';

export const TenantUsage = z
  .object({
    cycle: cycle.nullable().meta({ description: `The present billing cycle. ${inCycle}` }),
    spend: spend.nullable().meta({ description: `Money. ${inCycle}` }),
    minutes: minutesUse
      .extend({ cap: count('How many minutes it may use. Null: unlimited.', 5000).nullable() })
      .nullable()
      .meta({ description: `Minutes of outside calls. ${inCycle}` }),
    extensions: counted('extensions', 12),
    dids: counted('numbers', 4),
    forecast: forecast.nullable().meta({ description: `The forecast of the cycle at the current rate. ${inCycle}` }),
    reached: z
      .array(
        z.object({
          cap: CallCap.meta({ description: 'Which limit: of spend, or of minutes.' }),
          endsAt: time('When calls that cost money go again, unless the limit is raised before.').nullable().meta({
            description:
              'When the next billing cycle begins. Null: the tenant is suspended, and its profile doesn’t lift that.',
          }),
        }),
      )
      .meta({
        description:
          'The limits of calls that are used up: calls that cost money are refused, or the tenant is suspended.',
      }),
    alertThresholdPercent: count('The use, in percent of a limit, from which the partner is warned.', 80),
  })
  .meta({ id: 'TenantUsage', description: 'A tenant’s use in the current billing cycle, with its limits.' });
export type TenantUsage = z.infer<typeof TenantUsage>;
