import { z } from 'zod';
import { FraudRule } from '../fraud/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, flag, idOf, ignored, readOnly, text, time, version } from '../platform/values/fields.ts';
import { checkSpend, moneyFields } from '../platform/values/money-fields.ts';
import { searchText, wholeNumber } from '../platform/values/values.ts';
import { TenantStatus } from '../status/contract.ts';
import { CallCap } from './cap-contract.ts';
import { Amount, CycleUse } from './usage-contract.ts';

export const limitErrors = {
  limit_reached: {
    status: 409,
    description: 'This would exceed one of the tenant’s limits.',
    extra: {
      limit: z.int().meta({ description: 'How many the tenant may have.', examples: [10] }),
      current: z.int().meta({ description: 'The tenant’s present count of what the limit restricts.', examples: [10] }),
    },
  },
} as const satisfies ErrorTable;

const cap = (most: number, description: string, example: number) =>
  wholeNumber(0, most)
    .nullable()
    .meta({ description: `${description} Null is unlimited, 0 is none.`, examples: [example] });

const Spend = z.strictObject(moneyFields('250.00')).superRefine(checkSpend).nullable();

const LimitFields = {
  monthlySpend: Spend.meta({
    description:
      'What the tenant may spend in a billing cycle, before tax, in the currency of its billing profile. Calls that don’t fit are refused, and live ones end. Null is unlimited.',
  }),
  maxExtensions: cap(1_000_000, 'How many extensions the tenant may have.', 25),
  maxDids: cap(1_000_000, 'How many numbers the tenant may have.', 10),
  maxMonthlyMinutes: cap(1_000_000_000, 'Charged minutes of outside calls in a billing cycle, in and out.', 5000),
  alertThresholdPercent: wholeNumber(1, 100).meta({
    description: 'The use, in percent of a limit, from which the partner is warned.',
    examples: [80],
  }),
  autoSuspend: z.boolean().meta({
    description:
      'Suspends the tenant when its spend or minutes are used up, until the cap is raised or the next cycle begins.',
  }),
};

const otherCycle = {
  monthlySpend: Spend.meta({ description: 'What the tenant may spend in it, in its currency. Null is unlimited.' }),
};
const aboutOtherCycle =
  'The present billing cycle, while it is in another currency than the billing profile: until it ends, its own spend limit counts and `monthlySpend` doesn’t. Null: there is no such cycle.';

/** Null is unlimited, 0 is none. */
export const Limits = z
  .object({
    ...LimitFields,
    cycleInOtherCurrency: z
      .object({
        ...otherCycle,
        currency: text('The currency of the cycle, by ISO 4217.', 'USD'),
        endsAt: time('When that cycle ends. From then on, `monthlySpend` applies.'),
      })
      .nullable()
      .meta({ description: aboutOtherCycle, examples: [null] }),
    spendCurrency: text('The currency that the spend limit has to be in.', 'USD').nullable().meta({
      description:
        'The currency that `monthlySpend` has to be in: the one of the billing profile. Null: any, since nothing bills the tenant.',
    }),
    monthlyFees: Amount.nullable().meta({
      description:
        'The fees of a whole month by its billing profile, with the extensions and numbers that it has now, without set-up fees. They count towards `monthlySpend`. Null without a profile.',
    }),
    feesReachSpend: flag(
      '`monthlyFees` reach `monthlySpend`. Once the fees of a cycle do, calls that cost money are refused until it ends.',
    ),
    version: version(),
  })
  .meta({
    id: 'Limits',
    description: 'What a tenant may have. Limits apply to what is added. What a tenant has already stays.',
  });
export type Limits = z.infer<typeof Limits>;
/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const LimitsPut = z
  .strictObject({
    ...LimitFields,
    cycleInOtherCurrency: z
      .strictObject({ ...otherCycle, currency: readOnly(), endsAt: readOnly() })
      .nullable()
      .optional()
      .meta({ description: `${aboutOtherCycle} Left out: its limit stays.` }),
    spendCurrency: readOnly(),
    monthlyFees: readOnly(),
    feesReachSpend: readOnly(),
    version: ignored(),
  })
  .meta({ id: 'LimitsPut', description: 'The limits of a tenant from now on.' });
export type LimitsPut = z.input<typeof LimitsPut>;

/** The part in the tenant defaults. There, the suspension behaviour decides whether caps suspend. */
export const DefaultLimits = z
  .strictObject(LimitFields)
  .omit({ autoSuspend: true })
  .meta({ id: 'DefaultLimits', description: 'The limits that a new tenant starts with.' });
export type DefaultLimits = z.infer<typeof DefaultLimits>;

export const LimitsInUse = z
  .object({
    ...LimitFields,
    tenantId: idOf('tenant'),
    tenantName: text('The tenant’s name.', 'Bakery'),
    tenantStatus: TenantStatus,
    extensions: count('The tenant’s present number of extensions.', 12),
    dids: count('How many numbers it has.', 4),
    fraudBlocks: z
      .array(FraudRule)
      .meta({ description: 'The fraud rules that block calls of the tenant now.', examples: [[]] }),
    inCycle: CycleUse.nullable().meta({
      description: 'Its use in the current billing cycle. Null for a tenant without a billing profile.',
    }),
  })
  .meta({ id: 'LimitsInUse', description: 'The limits of a tenant, and how much of them is in use.' });
export const LimitsInUseList = listOf(LimitsInUse);
export const LimitsInUseQuery = listQuery(['tenantName'], 'tenantName').extend({
  search: searchText().optional().meta({ description: 'Words of the tenant’s name.' }),
});

/** Tenants that have reached a limit or its alert threshold: how many, and the first 20 by name. */
export const OverLimit = z
  .object({
    count: count('The number of tenants above a limit, also where `tenants` lists only the first.', 1),
    tenants: z
      .array(
        z.object({
          id: idOf('tenant'),
          name: text('The tenant’s name.', 'Bakery'),
          limit: z
            .enum(['maxExtensions', 'maxDids'])
            .meta({ description: 'The limit of which the larger share is in use.' }),
          current: count('How many are in use.', 24),
          max: count('How many are allowed.', 25),
        }),
      )
      .meta({ description: 'The first 20 of them by name.' }),
  })
  .meta({ id: 'OverLimit', description: 'Tenants that have reached a limit or their alert threshold.' });
export type OverLimit = z.infer<typeof OverLimit>;

/**
 * A call cap that has reached its alert threshold in the current billing cycle. It has a share but no amount, because
 * not everyone who sees it may see money.
 */
export const NearCap = z
  .object({
    id: idOf('tenant'),
    name: text('The tenant’s name.', 'Bakery'),
    cap: CallCap.meta({ description: 'Which limit: of spend, or of minutes.' }),
    usedPercent: count('How much of it is used, in percent, rounded down.', 85),
    isUsedUp: flag('Calls that cost money are refused, or the tenant is suspended.'),
  })
  .meta({ id: 'NearCap', description: 'A limit of spend or minutes that is used up, or nearly.' });
export type NearCap = z.infer<typeof NearCap>;
