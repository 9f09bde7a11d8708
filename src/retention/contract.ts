import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { freeText } from '../platform/values/values.ts';

export const retentionErrors = {
  purge_started: { status: 409, description: 'The purge has begun. What is gone can’t be brought back.' },
} as const satisfies ErrorTable;

/** Null where the tenant is under no hold: then the version is 0. */
export const LegalHold = z
  .object({
    tenantId: z.uuid(),
    sipPrefix: z.string(),
    status: z.string(),
    purgeAt: z.iso.datetime().nullable(),
    reason: z.string().nullable().meta({ description: 'While there is one, the tenant is not purged.' }),
    placedBy: z.string().nullable(),
    placedAt: z.iso.datetime().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'LegalHold' });
export type LegalHold = z.infer<typeof LegalHold>;

const ignored = z.unknown().optional();
/** Takes what GET answered: all but the reason is ignored, If-Match is what counts. */
export const LegalHoldPut = z.strictObject({
  tenantId: ignored,
  sipPrefix: ignored,
  status: ignored,
  purgeAt: ignored,
  placedBy: ignored,
  placedAt: ignored,
  version: ignored,
  reason: freeText(1000, 'Enter a reason.'),
});
