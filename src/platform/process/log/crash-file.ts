import fs from 'node:fs';
import path from 'node:path';

const MAX_FILES = 20;
const MAX_BYTES = 100_000;

/** Writes what is known about the end of a process, and removes all but the newest files. Returns the file's name, or null if it could not be written. */
export function writeCrashFile(folder: string, name: string, at: Date, lines: readonly string[]): string | null {
  const file = `${at.toISOString().replaceAll(/[:.]/g, '-')}-${name}.txt`;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const text = `${lines.join('\n')}\n`;
    fs.writeFileSync(path.join(folder, file), text.slice(-MAX_BYTES), { mode: 0o600 });
    const older = fs.readdirSync(folder).sort().reverse().slice(MAX_FILES);
    for (const each of older) fs.rmSync(path.join(folder, each), { force: true });
    return file;
  } catch {
    return null;
  }
}

/** Where the kernel writes a core dump for such an end, as text; null if it writes none. */
export function coreHint(how: string): string | null {
  if (!/SIG(SEGV|ABRT|BUS|FPE|ILL|TRAP)/.test(how)) return null;
  try {
    const pattern = fs.readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
    return `A core dump, if the system keeps them, is where kernel.core_pattern says: ${pattern}`;
  } catch {
    return null;
  }
}
