import { readdirSync, readFileSync } from 'node:fs';

/** A process. Its start time distinguishes it from a later one with the same id. */
export type Process = { pid: number; startedAt: string; command: string };

type Row = Process & { parent: number };

/** All processes except zombies. */
function all(): Row[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? []);
}

function read(pid: number): Row | null {
  try {
    // proc(5): the name is in parentheses and can contain anything; then come state, parent, …, start
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return { pid, command, parent: Number(fields[1]), startedAt: fields[19]! };
  } catch {
    return null; // it ended meanwhile
  }
}

/** The children of a process, their children, and so on. */
export function descendantsOf(pid: number): Process[] {
  const rows = all();
  const below = (parent: number): Row[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(pid);
}

/** The processes of `known` that still run, and all others with the folder in their command line. */
export function stillRunning(known: readonly Process[], folder: string): Process[] {
  const was = new Set(known.map(({ pid, startedAt }) => `${pid} ${startedAt}`));
  return all().filter(
    ({ pid, startedAt, command }) =>
      was.has(`${pid} ${startedAt}`) || (command.includes(folder) && pid !== process.pid),
  );
}
