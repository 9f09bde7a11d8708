import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf } from '../platform/http/paging.ts';
import { createdAt, idOf, ignored, readOnly, text, time, version } from '../platform/values/fields.ts';
import { freeText } from '../platform/values/values.ts';

export const retentionErrors = {
  purge_started: { status: 409, description: 'The purge has begun. Deleted data can’t be restored.' },
} as const satisfies ErrorTable;

/** Null with version 0 if the tenant has no legal hold. */
export const LegalHold = z
  .object({
    tenantId: idOf('tenant'),
    sipPrefix: text('The tenant’s SIP prefix.', 'bakery'),
    status: text('The tenant’s present status, such as CANCELLED.', 'CANCELLED'),
    purgeAt: time('When its data is due for deletion.').nullable(),
    reason: text('Why the data must be preserved. Null: there is no legal hold.', 'Court order 24-1138').nullable(),
    placedBy: text('The email address of the operator who placed the hold.', 'operator@platform.example').nullable(),
    placedAt: time('When the legal hold began. Null: there is none.').nullable(),
    version: version().meta({ description: 'Goes up with every change; 0 while there is no hold.' }),
  })
  .meta({ id: 'LegalHold', description: 'Whether a tenant’s data must be preserved. Under a hold it is not purged.' });
export type LegalHold = z.infer<typeof LegalHold>;

/** Accepts the response of GET. Only the reason is used; `If-Match` counts. */
export const LegalHoldPut = z
  .strictObject({
    tenantId: readOnly(),
    sipPrefix: readOnly(),
    status: readOnly(),
    purgeAt: readOnly(),
    placedBy: readOnly(),
    placedAt: readOnly(),
    version: ignored(),
    reason: freeText(1000, 'Enter a reason.').meta({
      description: 'Why the data must be preserved.',
      examples: ['Court order 24-1138'],
    }),
  })
  .meta({ id: 'LegalHoldPut', description: 'The reason for a legal hold.' });

export const Manifest = z
  .object({
    id: idOf('manifest'),
    kind: z
      .enum(['deletion', 'purge'])
      .meta({ description: '`deletion`: the cancellation. `purge`: the end of its data.' }),
    content: z.record(z.string(), z.unknown()).meta({
      description: 'What was done, item by item.',
      examples: [{ statusBefore: 'ACTIVE', users: 2, extensions: ['101', '102'] }],
    }),
    createdAt: createdAt(),
  })
  .meta({ id: 'Manifest', description: 'What a cancellation or a purge did.' });
export const ManifestList = listOf(Manifest);
