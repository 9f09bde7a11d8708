import type { Tx } from '../platform/db/db.ts';
import type { MediaUse } from './contract.ts';

/** A slice whose rows play sounds of the library. Both functions see the transaction's tenant only. */
export type MediaUser = {
  /** The uses of these sounds, each with the sound's id. */
  uses: (tx: Tx, mediaIds: readonly string[]) => Promise<(MediaUse & { mediaId: string })[]>;
  /** Removes references to a sound that is about to be deleted. */
  release: (tx: Tx, mediaId: string) => Promise<void>;
};

/** Everything that plays sounds: `src/media-users.ts`. */
export type MediaUsers = readonly MediaUser[];

/** The uses of each of these sounds. */
export async function usesOf(tx: Tx, ids: readonly string[], users: MediaUsers): Promise<Map<string, MediaUse[]>> {
  const found = new Map(ids.map((id): [string, MediaUse[]] => [id, []]));
  if (ids.length === 0) return found;
  for (const user of users) for (const { mediaId, ...use } of await user.uses(tx, ids)) found.get(mediaId)?.push(use);
  return found;
}
