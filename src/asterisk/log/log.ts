import { escapeControls } from '../../platform/process/log/log-text.ts';

/** The first line of a message in Asterisk's log. */
export type LogMessage = {
  level: string;
  /** its place in Asterisk's source, which identifies the kind of message */
  place: string;
  text: string;
};

/** `[2026-11-28 18:00:00.123] NOTICE[123][C-00000001]: res_pjsip/pjsip_distributor.c:691 log_failed_request: Request …` */
const MESSAGE = /^\[[^\]]*\] ([A-Z]+)\[\d+\](?:\[C-[0-9a-f]+\])?: ([\w./-]+:\d+) ?(?:[\w.]+: )?(.*)$/su;

export function readMessage(line: string): LogMessage | null {
  const [, level, place, text] = MESSAGE.exec(line) ?? [];
  return level === undefined || place === undefined || text === undefined ? null : { level, place, text };
}

const MAX_LINE = 2000;

/** Makes a line safe for a terminal: a single line of limited length, without control characters. */
export function fitForLog(line: string): string {
  const cut = line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
  return escapeControls(cut);
}

/** How many messages of one kind are written within a window. Any others are only counted. */
const WINDOW_MS = 10_000;
const IN_FULL = 20;
/** More kinds than Asterisk has. The limit protects our memory from somebody who can forge lines. */
const MAX_KINDS = 500;

/**
 * Thins out repeated messages. The first messages of each kind in a window pass, and at its end one line says how many
 * more there were. Returns the lines to write.
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
      // A line that isn't the start of a message continues the previous one, or was forged. It counts as part of the
      // previous one.
      if (message) kind = `${message.level} ${message.place}`;
      if (kinds.size >= MAX_KINDS && !kinds.has(kind)) kind = 'others';
      const count = (kinds.get(kind) ?? 0) + 1;
      kinds.set(kind, count);
      if (count <= IN_FULL) lines.push(message ? fitForLog(line) : `  ${fitForLog(line)}`);
      return lines;
    },
  };
}
