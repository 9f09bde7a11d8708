import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { Holiday } from './holiday-contract.ts';
import type { Week } from './hours-contract.ts';

/** The tables that this slice writes. */
export interface ScheduleTables {
  schedules: Schedules;
}

type Schedules = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  name: string;
  code: string | null;
  week: ColumnType<Week, string, string>;
  holidays: ColumnType<Holiday[], string, string>;
  override_open: boolean | null;
  override_until: Date | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};
