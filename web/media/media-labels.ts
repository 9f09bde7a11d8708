import type { Format, Media, MediaFailure, MediaOptions } from '../../src/media/contract.ts';

export const FAILURE_LABELS: Record<MediaFailure, string> = {
  unreadable: 'The file is damaged, or isn’t a sound that can be read.',
  no_sound: 'There is no sound in it.',
  too_long: 'It is longer than 10 minutes.',
  too_slow: 'Converting it took too long.',
  voice: 'The voice service didn’t respond. Try again later.',
  given_up: 'It could not be converted after several attempts.',
};

/** The source of a sound, with the voice of a spoken text. */
export function sourceLabel({ source, voice }: Pick<Media, 'source' | 'voice'>): string {
  if (source === 'upload') return 'Uploaded file';
  if (source === 'phone') return 'Recorded by phone';
  return voice === 'packaged' ? 'Spoken by the packaged voice' : 'Spoken by the speech service';
}

const NAMES: Record<Format, string> = { wav: 'WAV', mp3: 'MP3', ogg: 'OGG', m4a: 'M4A', webm: 'WebM' };
const list = new Intl.ListFormat('en-US', { type: 'disjunction' });

/** "WAV, MP3, OGG, M4A, or WebM, at most 50 MB and 10 minutes." */
export const uploadHint = ({ formats }: Pick<MediaOptions, 'formats'>): string =>
  `${list.format(formats.map((format) => NAMES[format]))}, at most 50 MB and 10 minutes.`;

export const acceptedFiles = ({ formats }: Pick<MediaOptions, 'formats'>): string =>
  formats.map((format) => `.${format}`).join();
