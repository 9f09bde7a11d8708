import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { TranscriptState } from './contract.ts';

/** The tables that this slice writes. */
export interface TranscriptTables {
  transcripts: Transcripts;
}

type Transcripts = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  /** exactly one of the two is set */
  voicemail_id: Immutable<string | null>;
  recording_id: Immutable<string | null>;
  state: Generated<TranscriptState>;
  attempts: Generated<number>;
  /** parsed when read */
  passages: Generated<unknown>;
  words: Generated<string>;
  created_at: ImmutableDefault<Date>;
};
