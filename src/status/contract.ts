import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { count, flag } from '../platform/values/fields.ts';

export const TENANT_STATUSES = ['TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED'] as const;
export const TenantStatus = z.enum(TENANT_STATUSES).meta({
  id: 'TenantStatus',
  description:
    'What a tenant may do depends on its status; `GET /tenant-statuses` has the table. A suspended tenant can only call 911. A cancelled tenant is deleted 90 days later.',
});
export type TenantStatus = z.infer<typeof TenantStatus>;

export const SUSPENSION_REASONS = ['manual', 'past_due', 'spend_cap', 'minutes_cap', 'fraud'] as const;
export const SuspensionReason = z
  .enum(SUSPENSION_REASONS, 'Choose a reason.')
  .meta({ id: 'SuspensionReason', description: 'Why a tenant is suspended. Several reasons can apply at once.' });
export type SuspensionReason = z.infer<typeof SuspensionReason>;

/** Refusals because of the tenant's status. */
export const statusErrors = {
  tenant_suspended: { status: 409, description: 'The tenant is suspended, and a suspended tenant can’t do this.' },
  tenant_cancelled: {
    status: 409,
    description: 'The tenant is cancelled. It can be read and exported, but not changed.',
  },
} as const satisfies ErrorTable;

/** How many tenants are in each status. */
export const TenantCounts = z
  .object({
    TRIAL: count('The number of tenants on trial.', 1),
    ACTIVE: count('The number of active tenants.', 10),
    SUSPENDED: count('The number of suspended tenants.', 1),
    CANCELLED: count('The number of cancelled tenants whose data is not deleted yet.', 0),
  })
  .meta({ id: 'TenantCounts', description: 'How many tenants are in each status.' });

export const TenantStatuses = z
  .object({
    items: z
      .array(
        z.object({
          status: TenantStatus,
          permits: z
            .object({
              register: flag('Phones can register.'),
              inbound: flag('Calls from outside are connected.'),
              outbound: flag('Calls to outside numbers are connected.'),
              emergency: flag('Calls to 911 are connected.'),
              record: flag('Conversations can be recorded.'),
              addExtension: flag('Extensions can be added.'),
              partnerChanges: flag('The partner can change the copy in the tenant.'),
              tenantChanges: flag('The tenant’s admins can change its copy.'),
              portOut: flag('Numbers can be ported out. Not enforced yet.'),
              charges: flag('Fees and calls are charged.'),
            })
            .meta({ description: 'What a tenant in this status may do.' }),
          to: z
            .array(TenantStatus)
            .meta({ description: 'The statuses that it can move to.', examples: [['SUSPENDED', 'CANCELLED']] }),
        }),
      )
      .meta({ description: 'All four statuses, with what each permits.' }),
  })
  .meta({ id: 'TenantStatuses', description: 'What each status permits, and where it can lead.' });
