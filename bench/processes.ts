import fs from 'node:fs';

/**
 * Resident memory of the processes under `dataDir` whose command line matches, in MB; what they share is counted once. The supervisor's own
 * helpers have the same folder in their command lines, so the pattern has to be narrow.
 */
export function processMemory(dataDir: string, command: RegExp): number {
  const kilobytes = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => memoryOf(pid, dataDir, command));
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

function memoryOf(pid: string, dataDir: string, command: RegExp): number {
  try {
    const line = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (!line.includes(`${dataDir}/`) || !command.test(line)) return 0;
    return Number(/^Pss: *(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
