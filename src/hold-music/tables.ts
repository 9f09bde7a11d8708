import type { Generated } from 'kysely';
import type { Immutable } from '../platform/db/columns.ts';

/** The table that this slice writes. */
export interface HoldMusicTables {
  hold_music: { tenant_id: Immutable<string>; media_id: string | null; version: Generated<number> };
}
