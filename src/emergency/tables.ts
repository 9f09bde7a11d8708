import type { ColumnType, Generated } from 'kysely';
import type { Immutable } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface EmergencyTables {
  emergency_calls: EmergencyCalls;
  emergency_contacts: { tenant_id: Immutable<string>; emails: string[]; version: Generated<number> };
}

type EmergencyCalls = {
  call_id: Immutable<string>;
  tenant_id: Immutable<string>;
  number: Immutable<string>;
  extension_number: string | null;
  extension_name: string | null;
  callback_number: string | null;
  address: ColumnType<unknown, never, never>;
  called_at: Immutable<Date>;
  ended_at: Date | null;
};
