/** An effect of an action, as a sentence, with the phone numbers that it concerns. */
export type Effect = { text: string; grave?: boolean; numbers?: string[] };

/** An effect on phone numbers; null if there are none. */
export const numbersEffect = (numbers: string[], text: (count: number) => string, grave = false): Effect | null =>
  numbers.length === 0 ? null : { text: text(numbers.length), numbers, grave };
