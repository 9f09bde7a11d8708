import { pino, type Logger, type LoggerOptions } from 'pino';
import { escapeControlsInJson } from './log-text.ts';

/**
 * A role's log, as JSON lines on stdout. pino escapes what JSON requires; this also escapes the other characters that control a terminal (C1
 * controls, directional overrides).
 */
export function openLog(options: LoggerOptions, write: (line: string) => unknown = toStdout): Logger {
  return pino(options, { write: (line) => void write(escapeControlsInJson(line)) });
}

const toStdout = (line: string): boolean => process.stdout.write(line);
