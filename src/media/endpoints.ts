import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  MAX_MEDIA_BYTES,
  Media,
  mediaErrors,
  MediaList,
  MediaOptions,
  MediaPatch,
  MediaQuery,
  MediaSpeech,
  MediaText,
  MediaUpload,
  MediaUploadQuery,
} from './contract.ts';

const NAMED = pickErrors(mediaErrors, 'media_name_taken');
const REPLACED = pickErrors(mediaErrors, 'media_converting');
const KINDS =
  'WAV, MP3, OGG, M4A or WebM, at most 50 MB and 10 minutes; the format is detected from the content. An installation without ffmpeg takes WAV (PCM) only.';

export const listMedia = endpoint({
  id: 'listMedia',
  method: 'GET',
  path: '/tenants/{tenantId}/media',
  scope: 'tenant',
  permission: 'media.read',
  summary: 'List media',
  description: 'The sounds of the tenant’s media library, with what plays each.',
  query: MediaQuery,
  response: MediaList,
});

export const getMediaOptions = endpoint({
  id: 'getMediaOptions',
  method: 'GET',
  path: '/tenants/{tenantId}/media-options',
  scope: 'tenant',
  permission: 'media.read',
  summary: 'Get what media can be made of',
  description: 'The kinds of files that this installation converts, and who speaks texts.',
  response: MediaOptions,
});

export const uploadMedia = endpoint({
  id: 'uploadMedia',
  method: 'POST',
  path: '/tenants/{tenantId}/media',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Upload media',
  description: `${KINDS} It is converted in the background to what phones play, evenly loud, and can be chosen when its state is \`ready\`.`,
  query: MediaUploadQuery,
  body: MediaUpload,
  bodyTypes: ['application/octet-stream'],
  maxBytes: MAX_MEDIA_BYTES,
  response: Media,
  status: 201,
  errors: NAMED,
});

export const speakMedia = endpoint({
  id: 'speakMedia',
  method: 'POST',
  path: '/tenants/{tenantId}/media/speech',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Add a spoken text',
  description:
    'A text of at most 1,000 characters is spoken in the background: by the speech service of this installation (`TTS_URL`), or by the packaged voice, in English.',
  body: MediaSpeech,
  response: Media,
  status: 201,
  errors: NAMED,
});

export const getMedia = endpoint({
  id: 'getMedia',
  method: 'GET',
  path: '/tenants/{tenantId}/media/{mediaId}',
  scope: 'tenant',
  permission: 'media.read',
  summary: 'Get media',
  description: 'One sound of the library, without the sound itself.',
  response: Media,
});

export const getMediaAudio = endpoint({
  id: 'getMediaAudio',
  method: 'GET',
  path: '/tenants/{tenantId}/media/{mediaId}/audio',
  scope: 'tenant',
  permission: 'media.read',
  summary: 'Listen to media',
  description:
    'The converted sound, the same that callers hear: a mono WAV file of 16 kHz. Supports one byte range. 404 until it is converted.',
  download: { mediaType: 'audio/wav' },
});

export const renameMedia = endpoint({
  id: 'renameMedia',
  method: 'PATCH',
  path: '/tenants/{tenantId}/media/{mediaId}',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Rename media',
  description: 'Changes the name in the library. The sound and its uses stay.',
  body: MediaPatch,
  response: Media,
  headers: ['If-Match'],
  errors: NAMED,
});

export const replaceMediaByFile = endpoint({
  id: 'replaceMediaByFile',
  method: 'PUT',
  path: '/tenants/{tenantId}/media/{mediaId}/file',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Replace media by a file',
  description: `${KINDS} What plays the media plays the new sound once it is converted; if that fails, the one before stays.`,
  body: MediaUpload,
  bodyTypes: ['application/octet-stream'],
  maxBytes: MAX_MEDIA_BYTES,
  response: Media,
  headers: ['If-Match'],
  errors: REPLACED,
});

export const replaceMediaByText = endpoint({
  id: 'replaceMediaByText',
  method: 'PUT',
  path: '/tenants/{tenantId}/media/{mediaId}/text',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Replace media by a spoken text',
  description: 'What plays the media plays the new sound once it is spoken; if that fails, the one before stays.',
  body: MediaText,
  response: Media,
  headers: ['If-Match'],
  errors: REPLACED,
});

export const deleteMedia = endpoint({
  id: 'deleteMedia',
  method: 'DELETE',
  path: '/tenants/{tenantId}/media/{mediaId}',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Delete media',
  description:
    'Whatever played the sound (see `uses`) falls back to its default. Calls that are playing it now play it to the end.',
  headers: ['If-Match'],
});
