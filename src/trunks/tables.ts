import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface TrunkTables {
  trunks: Trunks;
  trunk_states: TrunkStates;
}

type Trunks = {
  id: Immutable<string>;
  name: string;
  host: string;
  port: Generated<number>;
  match: string;
  priority: Generated<number>;
  emergency: Generated<boolean>;
  enabled: Generated<boolean>;
  username: string | null;
  sealed_password: Buffer | null;
  registers: Generated<boolean>;
  sends_location: Generated<boolean>;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type TrunkStates = {
  trunk_id: string;
  node: string;
  target: string;
  reachable: boolean | null;
  since: Date;
  round_trip_ms: number | null;
  answers_options: boolean;
  answers_calls: boolean;
  registration: 'pending' | 'registered' | 'refused' | null;
  registration_reason: string;
  registration_since: Date | null;
  checked_at: Date;
};
