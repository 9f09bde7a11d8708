import type { Readable } from 'node:stream';
import { openRotatingFile } from '../../platform/process/log/rotating-file.ts';
import { fitForLog, openThinner } from './log.ts';

export type AsteriskOutput = {
  /** the last lines, including a flood's, safe to show */
  lastLines(): readonly string[];
  /** resolves after the last line */
  closed: Promise<void>;
};

export type OutputOptions = { file: string; bytes: number; files: number; now?: () => number };

const LAST_LINES = 200;
/** How often thinned lines are summed up, even if no more arrive. */
const SUM_UP_MS = 10_000;
/** The rest of a longer line is dropped, so that an endless line needs no memory. */
const MAX_CHUNK = 64 * 1024;

/**
 * Captures Asterisk's console output in a log file, limited in size, thinned out and with control characters escaped.
 * Asterisk itself writes no log file. If we read too slowly, its own queue of 1,000 messages drops the rest, so that
 * calls never wait.
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
      rest = (lines.pop() ?? '').slice(0, MAX_CHUNK);
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
