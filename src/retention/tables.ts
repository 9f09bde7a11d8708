import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface RetentionTables {
  manifests: Manifests;
  legal_holds: LegalHolds;
  tombstones: Tombstones;
}

type Manifests = {
  id: string;
  tenant_id: string;
  kind: 'deletion' | 'purge';
  content: ColumnType<Record<string, unknown>, string, string>;
  created_at: ImmutableDefault<Date>;
};

type LegalHolds = {
  tenant_id: Immutable<string>;
  reason: string;
  placed_by: string;
  placed_by_email: string;
  placed_at: Generated<Date>;
  version: Generated<number>;
};

type Tombstones = {
  tenant_id: Immutable<string>;
  sip_prefix: Immutable<string>;
  partner_id: Immutable<string>;
  created_at: Immutable<Date>;
  cancelled_at: Immutable<Date>;
  purged_at: Immutable<Date>;
};
