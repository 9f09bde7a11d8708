import { z } from 'zod';
import { listOf } from '../platform/http/paging.ts';
import { cursor, wordList } from '../platform/values/values.ts';

export const AuditEvent = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.object({ id: z.uuid().nullable(), email: z.string().nullable(), role: z.string() }),
    actingForTenant: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    action: z.string(),
    target: z.object({ kind: z.string(), id: z.string().nullable() }),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

/** Counting on would cost more than the page: from here on the total only says "at least". */
export const COUNTED_AT_MOST = 10_000;
export const AuditList = listOf(AuditEvent).extend({
  total: z
    .number()
    .int()
    .meta({ description: `Exact below ${COUNTED_AT_MOST}; that number means at least as many.` }),
});

/** Nothing happened before the year 1000 or after 2999; PostgreSQL counts other years in another way. */
const Instant = z.iso
  .datetime({ offset: true, message: 'A time such as 2026-01-31T00:00:00Z.' })
  .refine((text) => /^[12]\d{3}-/.test(text), 'A year from 1000 to 2999.');
const filter = {
  actorId: z.uuid().optional(),
  action: wordList(200)
    .optional()
    .transform((text) => text?.split(','))
    .meta({
      description: 'One action such as `tenant.suspended`, or all of a kind: `tenant`. Several with commas between.',
    }),
  from: Instant.optional(),
  to: Instant.optional(),
};
const page = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: cursor().optional() };

/** Newest first. */
export const AuditQuery = z.object({ ...page, tenantId: z.uuid().optional(), ...filter });
export const TenantAuditQuery = z.object({ ...page, ...filter });
export const AuditExportQuery = z.object({ tenantId: z.uuid().optional(), ...filter });

export const EXPORT_COLUMNS = [
  'at',
  'action',
  'actorEmail',
  'actorRole',
  'actorId',
  'tenantName',
  'tenantId',
  'targetKind',
  'targetId',
  'before',
  'after',
  'ip',
  'requestId',
];

/** Whether the trail is as it was written. `heads` can be noted elsewhere: whoever rewrote a whole chain could not keep them. */
export const AuditVerification = z.object({
  ok: z.boolean(),
  checked: z.number().int(),
  upTo: z.iso.datetime().nullable().meta({ description: 'The time of the newest event that was checked.' }),
  heads: z.array(z.object({ chain: z.string(), length: z.number().int(), hash: z.string() })),
  broken: z.array(
    z.object({
      chain: z.string(),
      events: z.number().int().meta({ description: 'Changed, missing, or blanked without a purge.' }),
      first: z.uuid().nullable(),
      loose: z.number().int().meta({ description: 'In no chain.' }),
    }),
  ),
});
export type AuditVerification = z.infer<typeof AuditVerification>;
