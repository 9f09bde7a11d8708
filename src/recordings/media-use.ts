import type { MediaUser } from '../media/uses.ts';
import * as sql from './settings-sql.ts';

/** When the sound of a tenant's announcement is deleted, the packaged one is used. */
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
