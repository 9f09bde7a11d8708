import { buffer } from 'node:stream/consumers';
import type { Storage } from '../platform/db/storage.ts';
import { recordingFile } from './recordings.ts';
import { STEREO_SECOND_BYTES, HEADER_BYTES, stereoHeader } from './stereo.ts';

/** The maximum length of a piece of a recording. */
export const PIECE_SECONDS = 600;
const PIECE_BYTES = PIECE_SECONDS * STEREO_SECOND_BYTES;

/** One piece of a recording's sound, counted from 0, as a WAV file. Null after the end, and if the file is gone. */
export async function readPiece(storage: Storage, tenantId: string, id: string, piece: number): Promise<Buffer | null> {
  const start = HEADER_BYTES + piece * PIECE_BYTES;
  const file = await storage.open(tenantId, 'recordings', recordingFile(id));
  if (!file) return null;
  try {
    if (start >= file.bytes) return null;
    const sound = await buffer(file.read({ start, end: Math.min(start + PIECE_BYTES, file.bytes) - 1 }));
    return Buffer.concat([stereoHeader(sound.length), sound]);
  } finally {
    await file.close();
  }
}
