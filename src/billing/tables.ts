import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface BillingTables {
  billing_profiles: BillingProfiles;
}

type BillingProfiles = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  name: string;
  currency: string;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};
