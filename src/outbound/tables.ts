import type { Generated } from 'kysely';
import type { Immutable } from '../platform/db/columns.ts';
import type { OutboundClass } from './contract.ts';
import type { Burst } from './rules.ts';

/** The tables that this slice writes. */
export interface OutboundTables {
  outbound_permissions: OutboundPermissions;
  outbound_alerts: { tenant_id: string; partner_id: string; kind: Burst; alerted_at: Date };
}

type OutboundPermissions = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  classes: OutboundClass[];
  countries: string[];
  max_concurrent: number;
  max_concurrent_per_extension: number;
  version: Generated<number>;
};
