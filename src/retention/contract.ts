import { z } from 'zod';
import type { ErrorTable } from '../platform/errors.ts';

export const retentionErrors = {
  purge_started: 409,
} as const satisfies ErrorTable;

export const LegalHoldPut = z.strictObject({
  reason: z.string().trim().min(1, 'Say why.').max(1000, 'At most 1,000 characters.'),
});

/** All that the operator sees of a tenant. */
export const LegalHold = z
  .object({
    tenantId: z.uuid(),
    sipPrefix: z.string(),
    status: z.string(),
    purgeAt: z.iso.datetime().nullable(),
    hold: z
      .object({ reason: z.string(), placedBy: z.string(), placedAt: z.iso.datetime() })
      .nullable()
      .meta({ description: 'While there is one, the tenant is not purged.' }),
  })
  .meta({ id: 'LegalHold' });
export type LegalHold = z.infer<typeof LegalHold>;
