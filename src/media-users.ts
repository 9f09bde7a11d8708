import { flowsAsMediaUsers } from './flows/uses/media-use.ts';
import { holdMusicAsMediaUser } from './hold-music/media-use.ts';
import type { MediaUsers } from './media/uses.ts';
import { announcementsAsMediaUser } from './recordings/media-use.ts';

/** What plays sounds of the media library, one line per slice. */
export const MEDIA_USERS: MediaUsers = [flowsAsMediaUsers, holdMusicAsMediaUser, announcementsAsMediaUser];
