import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import { systemErrorCode } from '../../platform/process/system-error.ts';

/**
 * Reads a file that the dialplan has written. Null if there is none, or it is larger. The folder belongs to Asterisk's
 * account, so it may hold anything.
 */
export async function readNoteFile(file: string, maxBytes: number): Promise<string | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await fs.open(file, flags).catch(nullIfAbsentOrLink);
  if (!handle) return null;
  try {
    const stat = await handle.stat();
    return !stat.isFile() || stat.size > maxBytes ? null : await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function nullIfAbsentOrLink(error: unknown): null {
  if (['ENOENT', 'ELOOP'].includes(systemErrorCode(error) ?? '')) return null;
  throw error;
}

/** The fields of a line `name:value name:value`. Values have no spaces. */
export const fieldsOf = (line: string): [name: string, value: string][] =>
  line
    .trim()
    .split(' ')
    .map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]);
