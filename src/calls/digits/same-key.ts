/** A key that a caller pressed, and how it arrived: as a DTMF event (RFC 4733) or as a tone in the audio. */
export type KeyPress = { digit: string; source: 'event' | 'tone'; at: number };

const SAME_KEY_MS = 100;

/** Some phones send a key both ways. The same digit from both sources within 100 ms is one key press. */
export const isSameKey = (before: KeyPress | null, { digit, source, at }: KeyPress): boolean =>
  before !== null && before.digit === digit && before.source !== source && at - before.at <= SAME_KEY_MS;
