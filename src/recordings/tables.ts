import type { Generated } from 'kysely';
import type { Direction } from '../calls/contract.ts';
import type { Immutable } from '../platform/db/columns.ts';
import type { RecordingCause, RecordingFailure, RecordingState } from './contract.ts';

/** The tables that this slice writes. */
export interface RecordingTables {
  recordings: Recordings;
  recording_settings: RecordingSettings;
}

type Recordings = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  call_id: Immutable<string>;
  direction: Immutable<Direction>;
  from_number: Immutable<string>;
  to_number: Immutable<string>;
  extension_ids: Immutable<string[]>;
  cause: Immutable<RecordingCause>;
  started_at: Immutable<Date>;
  state: Generated<RecordingState>;
  failure: RecordingFailure | null;
  paused: Generated<boolean>;
  milliseconds: number | null;
  bytes: string | null;
  peaks: Buffer | null;
  node: Immutable<string>;
  channel_id: Immutable<string>;
  of_caller: Immutable<boolean>;
  heard_by: string | null;
  heard_at: Date | null;
};

type RecordingSettings = {
  tenant_id: Immutable<string>;
  announce: Generated<boolean>;
  on_demand: Generated<boolean>;
  did_ids: Generated<string[]>;
  announcement_id: string | null;
  retention_days: Generated<number>;
  version: Generated<number>;
};
