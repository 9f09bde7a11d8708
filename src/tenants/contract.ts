import { z } from 'zod';

export const TENANT_STATUSES = ['TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED'] as const;
export const TenantStatus = z.enum(TENANT_STATUSES).meta({ id: 'TenantStatus' });
export type TenantStatus = z.infer<typeof TenantStatus>;

export const SuspensionReason = z.enum(['manual', 'past_due', 'spend_cap', 'minutes_cap', 'fraud']);
export type SuspensionReason = z.infer<typeof SuspensionReason>;
