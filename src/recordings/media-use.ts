import type { MediaUser } from '../media/uses.ts';
import * as sql from './settings-sql.ts';

/** A tenant's announcement of recordings. Without its sound it is the packaged one. */
export const announcementsAsMediaUser: MediaUser = {
  async uses(tx, mediaIds) {
    const users = await sql.announcing(tx, mediaIds);
    return users.map(({ tenantId, mediaId }) => ({
      mediaId,
      kind: 'recording_announcement' as const,
      id: tenantId,
      name: 'Recording announcement',
    }));
  },
  release: sql.releaseAnnouncement,
};
