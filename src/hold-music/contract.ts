import { z } from 'zod';
import { idOf, ignored, version } from '../platform/values/fields.ts';

const mediaId = idOf('media').nullable().meta({
  description: 'The sound of the media library that is played; null for the packaged music.',
});

export const HoldMusic = z.object({ mediaId, version: version() }).meta({
  id: 'HoldMusic',
  description: 'What callers hear on hold, in a parking slot and while they wait in a flow.',
});
export type HoldMusic = z.infer<typeof HoldMusic>;

/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const HoldMusicPut = z
  .strictObject({ mediaId, version: ignored() })
  .meta({ id: 'HoldMusicPut', description: 'What callers hear from now on.' });
