import type { Readable } from 'node:stream';
import { openRotatingFile } from '../platform/process/rotating-file.ts';
import { fitForLog, openThinner } from './log.ts';

export type AsteriskOutput = {
  /** the last lines, of a flood too, fit to be shown */
  lastLines(): readonly string[];
  /** when the last of it has come */
  closed: Promise<void>;
};

export type OutputOptions = { file: string; bytes: number; files: number; now?: () => number };

const LAST_LINES = 200;
/** Thinned lines are summed up this often, also when nothing more comes. */
const SUM_UP_MS = 10_000;
/** More of a line than this is dropped as it comes, so that a line without an end needs no memory. */
const LONGEST_CHUNK = 64 * 1024;

/**
 * Reads what Asterisk writes to its console and keeps it in a file: bounded, thinned, spelled out. Asterisk itself writes no
 * log file. Were we too slow to read, its own queue of 1,000 messages drops the rest; calls never wait for it.
 */
export function captureOutput(streams: readonly Readable[], options: OutputOptions): AsteriskOutput {
  const { file, bytes, files, now = Date.now } = options;
  const target = openRotatingFile(file, { bytes, files });
  const thinner = openThinner(now);
  const last: string[] = [];
  const write = (lines: readonly string[]): void => {
    if (lines.length > 0) target.write(lines.map((line) => `${line}\n`).join(''));
  };

  function take(line: string): void {
    if (line === '') return;
    last.push(fitForLog(line));
    if (last.length > LAST_LINES) last.shift();
    write(thinner.take(line));
  }

  const timer = setInterval(() => write(thinner.due()), SUM_UP_MS);
  timer.unref();
  const closed = Promise.withResolvers<void>();
  let open = streams.length;
  for (const stream of streams) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_CHUNK);
      for (const line of lines) take(line);
    });
    stream.once('close', () => {
      take(rest);
      if (--open > 0) return;
      clearInterval(timer);
      target.close();
      closed.resolve();
    });
  }
  return { lastLines: () => last, closed: closed.promise };
}
