import type { MediaUser } from '../media/uses.ts';
import * as sql from './sql.ts';

/** When the sound is deleted, the tenant gets the packaged music. */
export const holdMusicAsMediaUser: MediaUser = {
  async uses(tx, mediaIds) {
    const users = await sql.usersOf(tx, mediaIds);
    return users.map(({ tenantId, mediaId }) => ({
      mediaId,
      kind: 'hold_music' as const,
      id: tenantId,
      name: 'Hold music',
    }));
  },
  release: sql.releaseMedia,
};
