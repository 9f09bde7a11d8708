/** One consequence of an act, as a sentence; `numbers` are the phone numbers that it is about. */
export type Effect = { text: string; grave?: boolean; numbers?: string[] };

/** A consequence for some phone numbers; null where there are none. */
export const numbersEffect = (numbers: string[], text: (count: number) => string, grave = false): Effect | null =>
  numbers.length === 0 ? null : { text: text(numbers.length), numbers, grave };
