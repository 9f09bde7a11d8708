import { escapeControls } from '../platform/process/log-text.ts';

/** A line of Asterisk's log that begins a message. */
export type LogMessage = {
  level: string;
  /** where in Asterisk's source it comes from: one kind of message has one place */
  place: string;
  text: string;
};

/** `[2026-11-28 18:00:00.123] NOTICE[123][C-00000001]: res_pjsip/pjsip_distributor.c:691 log_failed_request: Request …` */
const MESSAGE = /^\[[^\]]*\] ([A-Z]+)\[\d+\](?:\[C-[0-9a-f]+\])?: ([\w./-]+:\d+) ?(?:[\w.]+: )?(.*)$/su;

export function readMessage(line: string): LogMessage | null {
  const [, level, place, text] = MESSAGE.exec(line) ?? [];
  return level === undefined || place === undefined || text === undefined ? null : { level, place, text };
}

const LONGEST_LINE = 2000;

/** A line fit for a file that people read in a terminal: one line, bounded, without a terminal's control characters. */
export function fitForLog(line: string): string {
  const cut = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  return escapeControls(cut);
}

/** So many messages of one kind are written in one window; a flood's others are only counted. */
const WINDOW_MS = 10_000;
const IN_FULL = 20;
/** More kinds than Asterisk has. The limit protects our memory from somebody who can forge lines. */
const MAX_KINDS = 500;

/**
 * Thins what repeats itself: of each kind of message the first ones of a window pass, and when the window ends, one line
 * says how many there were. Returns the lines to write.
 */
export function openThinner(now: () => number): { take(line: string): string[]; due(): string[] } {
  const kinds = new Map<string, number>();
  let began = now();
  let kind = 'none';

  function due(): string[] {
    if (now() - began < WINDOW_MS) return [];
    began = now();
    const counted = [...kinds].filter(([, count]) => count > IN_FULL);
    kinds.clear();
    return counted.map(([what, count]) => `(${count - IN_FULL} more messages like ${what} within 10 s)`);
  }

  return {
    due,
    take(line) {
      const lines = due();
      const message = readMessage(line);
      // a line that begins no message continues the one before, or was forged: it is treated like that one
      if (message) kind = `${message.level} ${message.place}`;
      if (kinds.size >= MAX_KINDS && !kinds.has(kind)) kind = 'others';
      const count = (kinds.get(kind) ?? 0) + 1;
      kinds.set(kind, count);
      if (count <= IN_FULL) lines.push(message ? fitForLog(line) : `  ${fitForLog(line)}`);
      return lines;
    },
  };
}
