import type { Generated } from 'kysely';
import type { Immutable } from '../platform/db/columns.ts';
import type { PartName } from './contract.ts';

/** The tables that this slice writes. */
export interface IncidentTables {
  incidents: Incidents;
}

type Incidents = {
  id: Immutable<string>;
  machine: Immutable<string>;
  part: Immutable<PartName>;
  began_at: Immutable<Date>;
  last_at: Date;
  times: Generated<number>;
  reason: string;
  report: string | null;
};
