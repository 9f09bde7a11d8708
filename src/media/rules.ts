import type { Format, MediaOptions } from './contract.ts';

/** ffmpeg's names of the formats. Our check of the first bytes chooses the demuxer, because some demuxers follow URLs in a file. */
export const DEMUXERS: Record<Format, string> = { wav: 'wav', mp3: 'mp3', ogg: 'ogg', m4a: 'mov', webm: 'matroska' };

const at = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

const isMp3Frame = ([first = 0, second = 0]: Uint8Array): boolean => first === 0xff && (second & 0xe6) === 0xe2;

const SIGNATURES: Record<Format, (bytes: Uint8Array) => boolean> = {
  wav: (bytes) => /^(RIFF|RF64)$/.test(at(bytes, 0, 4)) && at(bytes, 8, 4) === 'WAVE',
  ogg: (bytes) => at(bytes, 0, 4) === 'OggS',
  m4a: (bytes) => at(bytes, 4, 4) === 'ftyp',
  webm: (bytes) => at(bytes, 0, 4) === '\x1aE\xdf\xa3',
  mp3: (bytes) => at(bytes, 0, 3) === 'ID3' || isMp3Frame(bytes),
};

/** The format of a file by its first bytes, not by its name; null for any other. */
export function formatOf(bytes: Uint8Array): Format | null {
  const found = Object.entries(SIGNATURES).find(([, matches]) => matches(bytes));
  return isFormat(found?.[0]) ? found[0] : null;
}

const isFormat = (name: string | undefined): name is Format => name !== undefined && Object.hasOwn(DEMUXERS, name);

/** Why a file is refused before it is stored, as a message for the user; null if it is accepted. */
export function uploadFault(bytes: Uint8Array, { formats }: Pick<MediaOptions, 'formats'>): string | null {
  if (bytes.length === 0) return 'This file is empty.';
  const format = formatOf(bytes);
  if (format && formats.includes(format)) return null;
  if (formats.length === 1) return 'This installation takes WAV files only. Save the sound as WAV, and upload that.';
  return 'This is no sound that can be used. Upload WAV, MP3, OGG, M4A or WebM.';
}

/** Asterisk's names of the files at 8 and 16 kHz. It plays the one that fits the call. */
export const narrowFile = (hash: string): string => `${hash}.wav`;
export const wideFile = (hash: string): string => `${hash}.wav16`;

/** The sound that a call plays, by its content hash, as in a flow version. */
export const soundOfHash = (tenantId: string, hash: string) => ({
  tenantId,
  kind: 'media' as const,
  name: narrowFile(hash),
});

/** A conversion that crashes the process every time must not be retried forever. */
export const MAX_ATTEMPTS = 3;
