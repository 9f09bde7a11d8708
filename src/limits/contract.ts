import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { searchText } from '../platform/values/values.ts';

export const limitErrors = {
  limit_reached: {
    status: 409,
    description: 'This would take the tenant past one of its limits.',
    extra: {
      limit: z.int().meta({ description: 'How many the tenant may have.', examples: [10] }),
      current: z.int().meta({ description: 'How many it has now.', examples: [10] }),
    },
  },
} as const satisfies ErrorTable;

const cap = (most: number) => z.int().min(0, 'Not below 0.').max(most).nullable();

const NOT_ACTING = 'Not acting yet: stored, and nothing stops a tenant there.';

const LimitFields = {
  monthlySpend: z
    .strictObject({
      amount: z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'An amount such as 250.00.'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'A currency such as USD.'),
    })
    .nullable()
    .meta({ description: NOT_ACTING }),
  maxExtensions: cap(1_000_000),
  maxDids: cap(1_000_000),
  maxMonthlyMinutes: cap(1_000_000_000).meta({ description: NOT_ACTING }),
  alertThresholdPercent: z.int().min(1, 'From 1 to 100.').max(100, 'From 1 to 100.'),
  autoSuspend: z.boolean().meta({ description: NOT_ACTING }),
};

/** Null is unlimited, 0 is none. */
export const Limits = z.object({ ...LimitFields, version: z.number().int() }).meta({ id: 'Limits' });
export type Limits = z.infer<typeof Limits>;
/** Takes what GET answered; the version is ignored, If-Match is what counts. */
export const LimitsPut = z.strictObject({ ...LimitFields, version: z.unknown().optional() });
export type LimitsPut = z.input<typeof LimitsPut>;

/** What tenant defaults hold of it; whether caps suspend follows from the suspension behaviour there. */
export const DefaultLimits = z.strictObject(LimitFields).omit({ autoSuspend: true });
export type DefaultLimits = z.infer<typeof DefaultLimits>;

export const LimitsInUse = Limits.omit({ version: true }).extend({
  tenantId: z.uuid(),
  tenantName: z.string(),
  tenantStatus: z.string().meta({ description: 'As of the tenant: TRIAL, ACTIVE, SUSPENDED or CANCELLED.' }),
  extensions: z.number().int(),
  dids: z.number().int(),
});
export const LimitsInUseList = listOf(LimitsInUse);
export const LimitsInUseQuery = listQuery(['tenantName'], 'tenantName').extend({
  search: searchText().optional().meta({ description: 'Part of the tenant’s name.' }),
});

/** Tenants that are at a cap which acts today, or so near to it that their partner is told: how many, and the first 20 by name. */
export const OverLimit = z.object({
  count: z.number().int(),
  tenants: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      limit: z.enum(['maxExtensions', 'maxDids']).meta({ description: 'The one of which most is used.' }),
      current: z.number().int(),
      max: z.number().int(),
    }),
  ),
});
export type OverLimit = z.infer<typeof OverLimit>;
