import type { ColumnType, Generated } from 'kysely';
import type { Destination } from '../destinations/contract.ts';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { StoredAddress } from '../platform/values/address.ts';
import type { DidStatus } from './contract.ts';

/** The tables that this slice writes. */
export interface NumberTables {
  dids: Dids;
}

type Dids = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: string | null;
  number: Immutable<string>;
  status: Generated<DidStatus>;
  routing_kind: Generated<Destination['kind']>;
  routing_target_id: string | null;
  routing_number: string | null;
  e911_address: ColumnType<StoredAddress | null, string | null, string | null>;
  released_at: Date | null;
  last_tenant_id: string | null;
  last_tenant_name: string | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};
