import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';

export const TENANT_STATUSES = ['TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED'] as const;
export const TenantStatus = z.enum(TENANT_STATUSES).meta({ id: 'TenantStatus' });
export type TenantStatus = z.infer<typeof TenantStatus>;

export const SUSPENSION_REASONS = ['manual', 'past_due', 'spend_cap', 'minutes_cap', 'fraud'] as const;
export const SuspensionReason = z.enum(SUSPENSION_REASONS, 'Choose a reason.').meta({ id: 'SuspensionReason' });
export type SuspensionReason = z.infer<typeof SuspensionReason>;

/** What is refused because of the tenant's status. */
export const statusErrors = {
  tenant_suspended: { status: 409, description: 'The tenant is suspended, and a suspended tenant can’t do this.' },
  tenant_cancelled: { status: 409, description: 'The tenant is cancelled. It can be read and exported, not changed.' },
} as const satisfies ErrorTable;
