import { z } from 'zod';
import { ChargeClass } from '../billing/profiles/terms-contract.ts';
import { count, flag, idOf, text, time } from '../platform/values/fields.ts';

export const RevenueQuery = z.object({
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'Write a month such as 2026-11.')
    .optional()
    .meta({ description: 'A calendar month as `YYYY-MM`. Left out: the present one.', examples: ['2026-11'] }),
});

const amount = (description: string, example: string) => text(`${description} In this currency.`, example);
const day = (description: string, example: string) => z.iso.date().meta({ description, examples: [example] });

const figures = {
  revenue: amount('What tenants are charged: fees of these days and calls that ended in them, before taxes.', '412.00'),
  cost: amount('The known wholesale cost of the calls.', '96.40'),
  margin: amount('Revenue less known costs. With `callsWithoutCost` it is less than this.', '315.60'),
  calls: count('Charged parts of calls, those of trials too.', 812),
  callsWithoutPrice: count('The number of calls without a price, which count as 0.', 0),
  callsWithoutCost: count('The number of calls whose cost isn’t known, or is in another currency.', 0),
};
export type Figures = z.infer<z.ZodObject<typeof figures>>;
const allFigures = {
  ...figures,
  operatorFees: amount(
    'The operator’s monthly fees for tenants, extensions and numbers, for these days. `margin` is less them.',
    '42.00',
  ),
  suspendedFees: amount(
    'The part of `operatorFees` for days on which tenants were suspended and paid no fees.',
    '1.40',
  ),
};
const AllFigures = z.object(allFigures);
export type AllFigures = z.infer<typeof AllFigures>;

const RevenueDay = z.object({
  day: day('The day, by the partner’s calendar.', '2026-11-03'),
  revenue: amount('The charges of calls that ended on this day.', '14.20'),
  cost: amount('The known wholesale cost of these calls.', '3.10'),
});

export const RevenueTenant = z
  .object({
    tenantId: idOf('tenant'),
    name: text('The tenant’s name.', 'Bakery'),
    fees: amount('Fees and set-up fees of these days.', '38.50'),
    ...allFigures,
    unbilled: amount('The charges of its current cycle so far.', '64.20'),
    overdue: amount('Left to pay on invoices past their due day.', '0.00'),
  })
  .meta({ id: 'RevenueTenant', description: 'The revenue from a tenant in a month, and its cost.' });
export type RevenueTenant = z.infer<typeof RevenueTenant>;

const RevenueDestination = z.object({
  class: ChargeClass.nullable().meta({
    description: 'What kind of calls. Null: not known.',
    examples: ['international'],
  }),
  destination: text('The destination by the rate table. May be empty.', 'United Kingdom'),
  minutes: count('Minutes, rounded: those that are charged, or of calls that aren’t, those that they lasted.', 120),
  ...figures,
});

export const RevenueOfCurrency = z.object({
  currency: text('The currency, by ISO 4217.', 'USD'),
  ...allFigures,
  unbilled: amount('The charges of current cycles so far.', '812.35'),
  overdue: amount('Left to pay on invoices past their due day.', '120.00'),
  before: AllFigures.meta({ description: 'The month before, up to `comparedUntil`.' }),
  otherCosts: z
    .array(
      z.object({
        currency: text('The ISO 4217 code of the cost.', 'EUR'),
        cost: text('The wholesale cost of calls in this currency, as a decimal string.', '12.00'),
      }),
    )
    .meta({ description: 'Costs in other currencies. They aren’t included in any sum or margin.' }),
  days: z.array(RevenueDay).meta({ description: 'Sums for each day of the month, oldest first.' }),
  destinations: z
    .array(RevenueDestination)
    .meta({ description: 'The destinations with the highest revenue, at most 10.' }),
  tenants: z.array(RevenueTenant).meta({ description: 'The tenants with the highest revenue, at most 200.' }),
  tenantsCount: count('How many tenants there are in this currency.', 14),
});
export type RevenueOfCurrency = z.infer<typeof RevenueOfCurrency>;

export const Revenue = z
  .object({
    month: text('The calendar month as `YYYY-MM`.', '2026-11'),
    timezone: text(
      'The time zone in which the month begins and ends: that of the partner’s invoices.',
      'America/New_York',
    ),
    through: day('The last day that is counted, so far.', '2026-11-29'),
    isRunning: flag('Whether the month has not ended.'),
    comparedUntil: time(
      'The end of the comparison in the month before: the same part of it as has passed of this month.',
    ),
    currencies: z
      .array(RevenueOfCurrency)
      .meta({ description: 'By currency: amounts of different ones are never added.' }),
  })
  .meta({ id: 'Revenue', description: 'The revenue from a partner’s tenants in a month, and their cost.' });
export type Revenue = z.infer<typeof Revenue>;

/** The columns of the export: a row for each tenant and currency. */
export const REVENUE_COLUMNS = [
  'month',
  'currency',
  'tenantId',
  'name',
  'fees',
  'revenue',
  'cost',
  'operatorFees',
  'suspendedFees',
  'margin',
  'calls',
  'callsWithoutPrice',
  'callsWithoutCost',
  'unbilled',
  'overdue',
] as const;
