import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface NumberListTables {
  number_lists: NumberLists;
  number_list_entries: NumberListEntries;
}

type NumberLists = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  name: string;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type NumberListEntries = {
  id: Immutable<string>;
  list_id: Immutable<string>;
  tenant_id: Immutable<string>;
  number: Immutable<string>;
  is_prefix: Immutable<boolean>;
  note: string;
};
