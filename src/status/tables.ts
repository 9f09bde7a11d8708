import type { TenantStatus } from './contract.ts';

/** The tables that this slice writes. */
export interface StatusTables {
  tenant_statuses: TenantStatuses;
}

type TenantStatuses = {
  status: TenantStatus;
  register: boolean;
  inbound: boolean;
  outbound: boolean;
  emergency: boolean;
};
