import { pino, type Logger, type LoggerOptions } from 'pino';
import { spellOutJson } from './log-text.ts';

/**
 * The log of a role, as JSON lines on stdout. pino escapes what JSON must escape; the other characters that a terminal
 * obeys (C1 controls, directional overrides) are escaped here.
 */
export function openLog(options: LoggerOptions, write: (line: string) => unknown = toStdout): Logger {
  return pino(options, { write: (line) => void write(spellOutJson(line)) });
}

const toStdout = (line: string): boolean => process.stdout.write(line);
