import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

const BYTES = 64 * 1024;

/** The end of Asterisk's log (see `output.ts`). Empty if there is none. */
export function endOfLog(dataDir: string): string {
  let file: number | undefined;
  try {
    file = openSync(path.join(dataDir, 'log', 'asterisk.log'), 'r');
    const from = Math.max(0, fstatSync(file).size - BYTES);
    const buffer = Buffer.alloc(BYTES);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, BYTES, from));
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
