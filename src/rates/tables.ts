import type { ColumnType, Generated } from 'kysely';
import type { RateClass } from '../outbound/contract.ts';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface RateTables {
  rate_tables: RateTableRows;
  rate_lists: RateLists;
  rates: Rates;
  rate_imports: RateImports;
  rate_import_rows: RateImportRows;
}

export type RateTableKind = 'retail' | 'wholesale_outbound' | 'wholesale_inbound';

type RateTableRows = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  name: string;
  currency: Immutable<string>;
  /** Wholesale tables are the operator's: what the partner pays. */
  kind: ColumnType<RateTableKind, RateTableKind | undefined, never>;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type RateLists = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  table_id: Immutable<string>;
  valid_from: Immutable<Date>;
  rates: Immutable<number>;
  created_at: ImmutableDefault<Date>;
};

type Rates = {
  id: ImmutableDefault<string>;
  partner_id: Immutable<string>;
  list_id: Immutable<string>;
  prefix: Immutable<string>;
  destination: Immutable<string>;
  setup_micros: Immutable<string>;
  per_minute_micros: Immutable<string>;
  initial_seconds: Immutable<number>;
  increment_seconds: Immutable<number>;
  minimum_micros: Immutable<string>;
  /** The class of its calls. Null: that of the called number. */
  class: Immutable<RateClass | null>;
};

export type ImportState = 'reading' | 'refused' | 'ready' | 'writing' | 'done';

type RateImports = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  table_id: Immutable<string>;
  state: ColumnType<ImportState, never, ImportState>;
  /** Null: from when it is written on. */
  valid_from: Immutable<Date | null>;
  /** Null once it has been read. */
  content: string | null;
  /** The approximate number of rows of the file. */
  lines: Immutable<number>;
  last_line: Generated<number>;
  columns: Generated<string[]>;
  rows: Generated<number>;
  refused: Generated<number>;
  refused_rows: ColumnType<Record<string, unknown>[], never, string>;
  problem: ColumnType<string | null, never, string>;
  compared: ColumnType<unknown, never, string>;
  base_list_id: ColumnType<string | null, never, string | null>;
  written: Generated<number>;
  confirmed_by: ColumnType<unknown, never, string>;
  created_at: ImmutableDefault<Date>;
};

type RateImportRows = {
  import_id: Immutable<string>;
  line: Immutable<number>;
  prefix: Immutable<string>;
  destination: Immutable<string>;
  setup_micros: Immutable<string>;
  per_minute_micros: Immutable<string>;
  initial_seconds: Immutable<number>;
  increment_seconds: Immutable<number>;
  minimum_micros: Immutable<string>;
  /** The class of its calls. Null: that of the called number. */
  class: Immutable<RateClass | null>;
};
