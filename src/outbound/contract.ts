import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { CALLED_COUNTRIES } from '../platform/numbers/called-countries.ts';
import { ignored, version } from '../platform/values/fields.ts';
import { wholeNumber } from '../platform/values/values.ts';

export const outboundErrors = {
  not_permitted: { status: 409, description: 'The tenant’s outbound permissions don’t allow calls to this number.' },
} as const satisfies ErrorTable;

/** Kinds of outside numbers that a tenant may or may not call. Emergency numbers have no class, because nothing refuses them. */
export const OUTBOUND_CLASSES = ['tollFree', 'domestic', 'caribbean', 'international', 'premium', 'satellite'] as const;
export type OutboundClass = (typeof OUTBOUND_CLASSES)[number];

/** The classes that a rate can give to its numbers. Toll-free is none of them: those calls need no rate. */
export const RATE_CLASSES = [
  'domestic',
  'caribbean',
  'international',
  'premium',
  'satellite',
] as const satisfies OutboundClass[];
export type RateClass = (typeof RATE_CLASSES)[number];

const known = new Set<string>(CALLED_COUNTRIES);

const MAX_AT_ONCE = 10_000;
const atOnce = wholeNumber(0, MAX_AT_ONCE);

const fields = {
  classes: z
    .array(z.enum(OUTBOUND_CLASSES))
    .max(OUTBOUND_CLASSES.length * 2)
    .overwrite((classes) => OUTBOUND_CLASSES.filter((one) => classes.includes(one)))
    .meta({
      description:
        'Kinds of numbers that may be called. `caribbean`: +1 outside the US and Canada. `international`: every other country. `premium`: 900, 976 and the like, in any country. `satellite`: +870, +881 to +883.',
      examples: [['tollFree', 'domestic']],
    }),
  countries: z
    .array(
      z
        .string()
        .regex(/^[A-Z]{2}$/, 'Use two capital letters, such as GB.')
        .refine((code) => known.has(code), 'Choose a country.'),
    )
    .max(known.size * 2)
    .overwrite((codes) => [...new Set(codes)].sort())
    .meta({
      description: 'Countries that may be called without `international` or `caribbean`, by ISO 3166.',
      examples: [['GB']],
    }),
  maxConcurrentOutbound: atOnce.meta({
    description: 'Outside calls that the tenant may make at the same time. Emergency calls don’t count.',
    examples: [10],
  }),
  maxConcurrentOutboundPerExtension: atOnce.meta({
    description: 'Outside calls that one extension may make at the same time.',
    examples: [4],
  }),
};

/** What a tenant may call outside, and how many calls it may have at once. */
export const OutboundRules = z.strictObject(fields).meta({
  id: 'OutboundRules',
  description: 'The outside numbers that a tenant may call, and how many calls at once.',
});
export type OutboundRules = z.infer<typeof OutboundRules>;

export const OutboundPermissions = z
  .object({ ...fields, version: version() })
  .meta({ id: 'OutboundPermissions', description: 'The outside numbers that the tenant may call.' });
export type OutboundPermissions = z.infer<typeof OutboundPermissions>;

/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const OutboundPermissionsPut = z
  .strictObject({ ...fields, version: ignored() })
  .meta({ id: 'OutboundPermissionsPut', description: 'The outside numbers that the tenant may call from now on.' });
