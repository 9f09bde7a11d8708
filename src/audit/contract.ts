import { z } from 'zod';
import { listOf, pageSize } from '../platform/http/paging.ts';
import { count, flag, idOf, text, time } from '../platform/values/fields.ts';
import { cursor, wordList } from '../platform/values/values.ts';

const changed = (description: string, example: Record<string, unknown>) =>
  z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description, examples: [example] });

export const AuditEvent = z
  .object({
    id: idOf('event'),
    at: time('When the event was recorded.'),
    actor: z
      .object({
        id: idOf('user').nullable(),
        email: text('Their email address at the time.', 'admin@northwind.example').nullable(),
        role: text(
          'Their role at the time, `system`, `extension` for what a phone set, or `api_key` or `tenant_api_key` for what a program of the partner or of the tenant did.',
          'partner_admin',
        ),
      })
      .meta({
        description:
          'The user who did it; or the extension, with its number and name as `email`; or the API key, with its name. `id` and `email` are null for the system and for unknown callers.',
      }),
    actingForTenant: z
      .object({
        id: idOf('tenant'),
        name: text('The tenant’s present name. Null if the tenant has been purged.', 'Bakery').nullable(),
      })
      .nullable()
      .meta({ description: 'The tenant that it was done to; null for what concerns no tenant.' }),
    action: text('The recorded action: a noun and a past participle, such as `tenant.suspended`.', 'tenant.suspended'),
    target: z
      .object({
        kind: text('The type of the object, such as `tenant`, `extension` or `did`.', 'tenant'),
        id: text('The object’s id. Null where it has none.', '01994f2b-7c3a-7e51-9d20-8a4c1f6be330').nullable(),
      })
      .meta({ description: 'The object that was acted on.' }),
    before: changed('The changed fields as they were; null where there was nothing.', { status: 'ACTIVE' }),
    after: changed('The changed fields as they are since; null where nothing is left.', { status: 'SUSPENDED' }),
    ip: text('The address that the request came from; null for the system.', '203.0.113.7').nullable(),
    requestId: text(
      'The `Request-Id` of the request; null for the system.',
      '01994f2b-7c3a-7e51-9d20-8a4c1f6be330',
    ).nullable(),
  })
  .meta({ id: 'AuditEvent', description: 'One change, sign-in or look at a secret.' });
export type AuditEvent = z.infer<typeof AuditEvent>;

/** A `total` of this means at least as many: counting further would cost more than the page. */
export const MAX_COUNTED = 10_000;
export const AuditList = listOf(
  AuditEvent,
  count(`How many events there are. Exact below ${MAX_COUNTED}; that number means at least as many.`, 1),
);

/** PostgreSQL writes years before 1000 and after 9999 differently, and nothing happened then. */
const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => /^[12]\d{3}-/.test(text), 'Enter a year from 1000 to 2999.');
const filter = {
  actorId: idOf('user').optional().meta({ description: 'Only what this user did.' }),
  action: wordList(200)
    .optional()
    .transform((text) => text?.split(','))
    .meta({
      description: 'One action such as `tenant.suspended`, or all of a kind: `tenant`. Separate several with commas.',
      examples: ['tenant.suspended,did'],
    }),
  from: Instant.optional().meta({
    description: 'Only events at this time or later.',
    examples: ['2026-11-01T00:00:00Z'],
  }),
  to: Instant.optional().meta({ description: 'Only events before this time.', examples: ['2026-12-01T00:00:00Z'] }),
};
const page = { limit: pageSize(), cursor: cursor().optional() };

const tenantFilter = idOf('tenant').optional().meta({ description: 'Only actions on this tenant.' });

/** Newest first. */
export const AuditQuery = z.object({ ...page, tenantId: tenantFilter, ...filter });
export const TenantAuditQuery = z.object({ ...page, ...filter });
export const AuditExportQuery = z.object({ tenantId: tenantFilter, ...filter });

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

const chain = text('The name of the chain, which says whose events it has.', '01994f2b-7c3a-7e51-9d20-8a4c1f6be330');

/** Whether the trail is unchanged. `heads` can be stored elsewhere, because rewriting a whole chain would change them. */
export const AuditVerification = z
  .object({
    ok: flag('Whether every event is as it was written.'),
    checked: count('How many events were checked.', 1250),
    upTo: time('The time of the newest event that was checked.').nullable(),
    heads: z
      .array(
        z.object({
          chain,
          length: count('How many events the chain has.', 1250),
          hash: text(
            'The SHA-256 of its newest event, in hex.',
            '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          ),
        }),
      )
      .meta({ description: 'The end of each chain. Store them elsewhere to prove later that nothing was rewritten.' }),
    broken: z
      .array(
        z.object({
          chain,
          events: count('Events that were changed, are missing, or were blanked without a purge.', 0),
          first: idOf('first of these events').nullable(),
          loose: count('Events that are in no chain.', 0),
        }),
      )
      .meta({ description: 'The chains in which something is wrong.' }),
  })
  .meta({ id: 'AuditVerification', description: 'The result of checking the audit log link by link.' });
export type AuditVerification = z.infer<typeof AuditVerification>;
