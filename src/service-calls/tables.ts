import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { Actor } from '../platform/http/caller.ts';
import type { Purpose, ServiceCallOutcome, ServiceCallState } from './contract.ts';

/** The tables that this slice writes. */
export interface ServiceCallTables {
  service_calls: ServiceCalls;
}

type ServiceCalls = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  extension_id: Immutable<string>;
  purpose: Immutable<Purpose>;
  flow_id: Immutable<string | null>;
  from_number: Immutable<string | null>;
  media_name: Immutable<string | null>;
  media_id: string | null;
  requested_by: ColumnType<Actor, string, never>;
  state: Generated<ServiceCallState>;
  outcome: ServiceCallOutcome | null;
  node: string | null;
  created_at: ImmutableDefault<Date>;
};
