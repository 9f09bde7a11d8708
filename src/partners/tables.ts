import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface PartnerTables {
  partners: Partners;
}

type Partners = { id: Immutable<string>; name: string; version: Generated<number>; created_at: ImmutableDefault<Date> };
