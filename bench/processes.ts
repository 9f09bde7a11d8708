import fs from 'node:fs';
import path from 'node:path';
import { place } from '../src/asterisk/asterisk.ts';
import { readConnection } from '../src/asterisk/connection.ts';

/** The home of a data folder's Asterisk, which is elsewhere if its account can't enter the folder. It is in its command line. */
const asteriskHome = (dataDir: string): string => path.dirname(readConnection(dataDir).spool);

const asteriskOf = (dataDir: string): string[] => processesUnder(asteriskHome(dataDir), /-f -C/);
const edgeOf = (dataDir: string): string[] => processesUnder(place(path.join(dataDir, 'edge')).home, /kamailio/);

/**
 * The processes under a folder whose command line matches. The supervisor's own helpers have the same folder in their command lines, so the
 * pattern has to be narrow.
 */
function processesUnder(folder: string, command: RegExp): string[] {
  return fs.readdirSync('/proc').filter((pid) => {
    const line = /^\d+$/.test(pid) ? readNow(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') : '';
    return line.includes(`${folder}/`) && command.test(line);
  });
}

/** Empty if the process has ended. */
function readNow(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const sumOf = (pids: readonly string[], of: (pid: string) => number): number =>
  pids.reduce((sum, pid) => sum + of(pid), 0);

/** Resident memory in MB. Shared memory is counted once. */
function memoryOf(pids: readonly string[]): number {
  const kilobytes = (pid: string) => Number(/^Pss: *(\d+)/m.exec(readNow(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return sumOf(pids, kilobytes) / 1024;
}
export const asteriskMemory = (dataDir: string): number => memoryOf(asteriskOf(dataDir));
export const edgeMemory = (dataDir: string): number => memoryOf(edgeOf(dataDir));

/** Linux counts in hundredths of a second. */
const TICKS = 100;

/** The processor time of Asterisk in seconds. */
export const asteriskSeconds = (dataDir: string): number => sumOf(asteriskOf(dataDir), processorSecondsOf);

/** The processor time of call control in seconds; 0 if there is none. */
export const controlSeconds = (dataDir: string): number =>
  processorSecondsOf(readNow(`${dataDir}/run/control.pid`) || 'none');

/** Starts a clock. The returned function reads the elapsed time and the processor time of PostgreSQL and this process, in ms. */
export function startClock({ databasePid }: { databasePid: number }) {
  const [begun, own, database] = [performance.now(), process.cpuUsage(), secondsWithChildren(databasePid)];
  return () => {
    const { user, system } = process.cpuUsage(own);
    const processorMs = (secondsWithChildren(databasePid) - database) * 1000 + (user + system) / 1000;
    return { ms: performance.now() - begun, processorMs };
  };
}

/** The processor time of a process and its children, including ended ones. */
function secondsWithChildren(pid: number): number {
  const children = fs.readdirSync('/proc').filter((other) => /^\d+$/.test(other) && statOf(other)[1] === String(pid));
  return ticks(statOf(String(pid)), 11, 12, 13, 14) / TICKS + sumOf(children, processorSecondsOf);
}

const processorSecondsOf = (pid: string): number => ticks(statOf(pid), 11, 12) / TICKS;

const ticks = (stat: readonly string[], ...at: number[]): number =>
  at.reduce((sum, index) => sum + Number(stat[index] ?? 0), 0);

/** The fields of /proc/PID/stat after the name, which may contain spaces. */
function statOf(pid: string): string[] {
  const stat = readNow(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Asterisk's open descriptors. */
export type Descriptors = { sockets: number; files: number };

export function asteriskDescriptors(dataDir: string): Descriptors {
  const targets = asteriskOf(dataDir).flatMap(openBy);
  const sockets = targets.filter((target) => target.startsWith('socket:')).length;
  return { sockets, files: targets.length - sockets };
}

function openBy(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names.map((name) => linkAt(`${folder}/${name}`)).filter((target) => target !== '');
}

/** Empty if it was closed meanwhile. */
function linkAt(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}
