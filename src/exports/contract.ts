import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { count, time } from '../platform/values/fields.ts';

export const exportErrors = {
  not_ready: { status: 409, description: 'There is no export to download. Request one, and wait until it is ready.' },
} as const satisfies ErrorTable;

export const Export = z
  .object({
    status: z
      .enum(['none', 'preparing', 'ready'])
      .meta({ description: '`none`: no export was requested, or the last one was removed.' }),
    requestedAt: time('When somebody requested the export. Null: never.').nullable(),
    readyAt: time('When it became ready.').nullable(),
    bytes: count('The size of the ZIP in bytes.', 48_213).nullable(),
    removedAt: time('The file can be downloaded until then.').nullable(),
  })
  .meta({ id: 'Export', description: 'Everything a tenant has, as a ZIP of JSON and CSV files.' });
export type Export = z.infer<typeof Export>;
