import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, idOf, text, version } from '../platform/values/fields.ts';
import { uploadedFile } from '../platform/values/upload.ts';
import { freeText, label, searchText } from '../platform/values/values.ts';

export const mediaErrors = {
  media_name_taken: { status: 409, description: 'The tenant has other media with this name.' },
  media_converting: { status: 409, description: 'The media is still being converted. Try again when it is ready.' },
} as const satisfies ErrorTable;

/** The largest file and the longest sound. */
export const MAX_MEDIA_BYTES = 50_000_000;
export const MAX_MEDIA_SECONDS = 600;
const MAX_TEXT = 1000;

/** `phone`: recorded by phone. */
export const MEDIA_SOURCES = ['upload', 'speech', 'phone'] as const;
export type MediaSource = (typeof MEDIA_SOURCES)[number];

/** `service`: the installation's speech service. `packaged`: the voice that comes with the product. */
export const VOICES = ['service', 'packaged'] as const;
export type Voice = (typeof VOICES)[number];

export const FORMATS = ['wav', 'mp3', 'ogg', 'm4a', 'webm'] as const;
export type Format = (typeof FORMATS)[number];

export const MEDIA_FAILURES = ['unreadable', 'no_sound', 'too_long', 'too_slow', 'voice', 'given_up'] as const;
export type MediaFailure = (typeof MEDIA_FAILURES)[number];

/** What plays a sound. */
export const MEDIA_USE_KINDS = ['flow', 'hold_music', 'recording_announcement'] as const;

export const MediaUse = z
  .object({
    kind: z.enum(MEDIA_USE_KINDS).meta({
      description:
        '`flow`: a call flow, in its draft or in its published version. `hold_music`, `recording_announcement`: what the tenant has chosen for it.',
    }),
    id: idOf('object that plays it, such as a flow or the tenant'),
    name: text('Its name for people.', '500 Main number'),
  })
  .meta({ id: 'MediaUse', description: 'Something that plays the sound.' });
export type MediaUse = z.infer<typeof MediaUse>;

const name = label().meta({ description: 'What the sound is called. Unique in the tenant.', examples: ['Welcome'] });
const spoken = freeText(MAX_TEXT, 'Enter what is to be said.').meta({
  description: 'The text to speak, at most 1,000 characters. It is read as plain text: SSML means nothing.',
  examples: ['Welcome to the bakery. Press 1 to order.'],
});

export const Media = z
  .object({
    id: idOf('media'),
    name: text('What the sound is called.', 'Welcome'),
    source: z.enum(MEDIA_SOURCES).meta({
      description: '`upload`: a file. `speech`: a spoken text. `phone`: recorded by phone.',
    }),
    text: text('The text that is spoken; null if it isn’t a spoken text.', 'Welcome to the bakery.').nullable(),
    voice: z.enum(VOICES).nullable().meta({
      description: 'Who speaks. `service`: the speech service. `packaged`: the voice that comes with the product.',
    }),
    state: z.enum(['converting', 'ready', 'failed']).meta({
      description:
        '`converting`: for phones, in the background. `ready`: it can be chosen and heard. `failed`: see `failure`. While a replacement is converted, or after it has failed, the sound before is played.',
    }),
    failure: z.enum(MEDIA_FAILURES).nullable().meta({
      description:
        'Why it failed. `unreadable`: the file is damaged, or no sound of a kind that can be read. `no_sound`: nothing is in it. `too_long`: more than 10 minutes. `too_slow`: converting took too long. `voice`: the text could not be spoken. `given_up`: it failed several times.',
    }),
    seconds: z
      .number()
      .nullable()
      .meta({ description: 'Its duration; null until it can be played.', examples: [4.2] }),
    hash: text(
      'The SHA-256 of the converted sound, equal for equal sounds. Null until it can be played.',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ).nullable(),
    uses: z
      .array(MediaUse)
      .meta({ description: 'The flows and settings that play the sound. It can’t be deleted while there is one.' }),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Media', description: 'A sound of the tenant’s media library.' });
export type Media = z.infer<typeof Media>;
export const MediaList = listOf(Media);
export const MediaQuery = listQuery(['name', 'createdAt'], 'name').extend({ search: searchText().optional() });

export const MediaUpload = uploadedFile('Send the file itself, as application/octet-stream.');
export const MediaUploadQuery = z.object({ name });

export const MediaSpeech = z
  .strictObject({ name, text: spoken })
  .meta({ id: 'MediaSpeech', description: 'A text to be spoken.' });

export const MediaText = z.strictObject({ text: spoken }).meta({ id: 'MediaText', description: 'Another text.' });

export const MediaPatch = z.strictObject({ name }).partial().meta({ id: 'MediaPatch', description: 'A new name.' });

export const MediaOptions = z
  .object({
    formats: z.array(z.enum(FORMATS)).meta({ description: 'The kinds of files that this installation converts.' }),
    voice: z.enum(VOICES).nullable().meta({ description: 'Who speaks texts; null if nobody can.' }),
  })
  .meta({ id: 'MediaOptions', description: 'What this installation can make sounds of.' });
export type MediaOptions = z.infer<typeof MediaOptions>;
