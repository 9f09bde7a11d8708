import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { MediaFailure, MediaSource, Voice } from './contract.ts';

/** The tables that this slice writes. */
export interface MediaTables {
  media: Media;
  media_files: MediaFiles;
}

type Media = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  name: string;
  source: MediaSource;
  text: string | null;
  voice: Voice | null;
  pending: string | null;
  attempts: Generated<number>;
  failure: MediaFailure | null;
  hash: string | null;
  created_at: ImmutableDefault<Date>;
  version: Generated<number>;
};

type MediaFiles = {
  tenant_id: Immutable<string>;
  hash: Immutable<string>;
  milliseconds: Immutable<number>;
  bytes: Immutable<string>;
  created_at: ImmutableDefault<Date>;
};
