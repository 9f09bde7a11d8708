/** A key that a caller pressed, and how the call learned of it: by an event beside the voice, or by the tone in it. */
export type KeyPress = { digit: string; source: 'event' | 'tone'; at: number };

const SAME_KEY_MS = 100;

/** Some phones send a key in both ways: equal digits of two sources within 100 ms are one. */
export const isSameKey = (before: KeyPress | null, { digit, source, at }: KeyPress): boolean =>
  before !== null && before.digit === digit && before.source !== source && at - before.at <= SAME_KEY_MS;
