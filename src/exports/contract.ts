import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';

export const exportErrors = {
  not_ready: { status: 409, description: 'There is no export to download. Request one, and wait until it is ready.' },
} as const satisfies ErrorTable;

export const Export = z
  .object({
    status: z.enum(['none', 'preparing', 'ready']),
    requestedAt: z.iso.datetime().nullable(),
    readyAt: z.iso.datetime().nullable(),
    bytes: z.number().int().nullable(),
    removedAt: z.iso.datetime().nullable().meta({ description: 'Until then the file can be downloaded.' }),
  })
  .meta({ id: 'Export', description: 'Everything a tenant has, as a ZIP of JSON and CSV files.' });
export type Export = z.infer<typeof Export>;
