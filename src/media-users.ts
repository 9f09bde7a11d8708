import { flowsAsMediaUsers } from './flows/media-use.ts';
import type { MediaUsers } from './media/uses.ts';

/** What plays sounds of the media library: each slice is one line. */
export const MEDIA_USERS: MediaUsers = [flowsAsMediaUsers];
