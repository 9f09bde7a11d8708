import type { Generated } from 'kysely';
import type { Destination } from '../destinations/contract.ts';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { Strategy } from './contract.ts';

/** The tables that this slice writes. */
export interface GroupTables {
  ring_groups: RingGroups;
  ring_group_members: RingGroupMembers;
}

type RingGroups = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  number: string;
  name: string;
  strategy: Strategy;
  ring_seconds: number;
  confirm_outside: boolean;
  fallback_kind: Destination['kind'];
  fallback_target_id: string | null;
  fallback_number: string | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type RingGroupMembers = {
  group_id: Immutable<string>;
  position: Immutable<number>;
  tenant_id: Immutable<string>;
  extension_id: Immutable<string | null>;
  number: Immutable<string | null>;
};
