import { z } from 'zod';
import type { ErrorTable } from '../platform/errors.ts';
import { listOf, listQuery } from '../platform/paging.ts';

export const numberErrors = {
  did_not_available: 409,
  did_ageing: 409,
  limit_reached: 409,
} as const satisfies ErrorTable;

export const E164 = z.string().regex(/^\+[1-9][0-9]{6,14}$/, 'A number such as +12125550101.');

/** Where a call to the number goes. Flows and mailboxes join here when the tenant has them. */
export const Routing = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('extension'), extensionId: z.uuid('Choose an extension.') }),
    z.strictObject({ kind: z.literal('external'), number: E164 }),
  ])
  .meta({ id: 'Routing' });
export type Routing = z.infer<typeof Routing>;

/** A number as its tenant sees it. */
export const TenantDid = z
  .object({ id: z.uuid(), number: z.string(), status: z.string(), routing: Routing, version: z.number().int() })
  .meta({ id: 'TenantDid' });
export type TenantDid = z.infer<typeof TenantDid>;
export const TenantDidList = listOf(TenantDid);
export const TenantDidQuery = listQuery(['number'], 'number');
export const DidPatch = z.strictObject({ routing: Routing });

export const DID_STATUSES = ['UNASSIGNED', 'ASSIGNED', 'PORTING_OUT', 'PORTED_OUT'] as const;
export const DidStatus = z.enum(DID_STATUSES);

/** A number in the partner's inventory. */
export const Did = z
  .object({
    id: z.uuid(),
    number: z.string(),
    status: DidStatus,
    tenantId: z.uuid().nullable(),
    tenantName: z.string().nullable(),
    releasedAt: z.iso.datetime().nullable(),
    lastTenantId: z.uuid().nullable(),
    lastTenantName: z.string().nullable(),
    // until when giving it to another tenant needs an acknowledgement
    ageingUntil: z.iso.datetime().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Did' });
export type Did = z.infer<typeof Did>;
export const DidList = listOf(Did);
export const DidQuery = listQuery(['number', 'status', 'releasedAt'], 'number').extend({
  search: z.string().trim().max(20).optional(),
  status: DidStatus.optional(),
  tenantId: z.uuid().optional(),
});

export const DidsCreate = z.strictObject({
  numbers: z.array(E164).min(1, 'Name at least one number.').max(10_000, 'At most 10,000 at once.'),
});
/** Per number what became of it; a number of somebody else says only that it is not available. */
export const DidsCreated = z.object({
  added: z.array(Did),
  refused: z.array(z.object({ number: z.string(), code: z.string(), message: z.string() })),
});
export const AssignDid = z.strictObject({
  tenantId: z.uuid('Choose a tenant.'),
  acknowledgeAgeing: z.boolean().default(false),
});
