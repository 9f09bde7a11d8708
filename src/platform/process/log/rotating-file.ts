import fs from 'node:fs';
import path from 'node:path';

export type RotatingFile = {
  write(text: string): void;
  close(): void;
};

/**
 * A log file with a size limit: a full file becomes `name.1`, the one before `name.2`, and the oldest is deleted. Needs no cron or logrotate. A
 * full disk loses log lines, not calls.
 */
export function openRotatingFile(file: string, { bytes, files }: { bytes: number; files: number }): RotatingFile {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const open = (): number => fs.openSync(file, 'a', 0o600);
  let handle: number | null = open();
  let size = fs.fstatSync(handle).size;

  function rotate(): void {
    if (handle !== null) fs.closeSync(handle);
    handle = null;
    for (let older = files - 1; older > 0; older--) {
      const from = older === 1 ? file : `${file}.${older - 1}`;
      if (fs.existsSync(from)) fs.renameSync(from, `${file}.${older}`);
    }
    if (files === 1) fs.rmSync(file, { force: true });
    handle = open();
    size = 0;
  }

  return {
    write(text) {
      const data = Buffer.from(text).subarray(0, bytes);
      try {
        if (size + data.length > bytes || handle === null) rotate();
        if (handle !== null) fs.writeSync(handle, data);
        size += data.length;
      } catch {
        // full disk: the next line retries
      }
    },
    close() {
      if (handle !== null) fs.closeSync(handle);
      handle = null;
    },
  };
}
