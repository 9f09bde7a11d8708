/** Finds what is stored for the longest prefix of a number, digits without the plus; undefined if no prefix fits. */
export type PrefixTable<T> = (digits: string) => T | undefined;

/** No E.164 number has more digits. */
export const MAX_DIGITS = 15;

/** Every prefix of an E.164 number, without the plus. */
export const prefixesOf = (e164: string): string[] =>
  Array.from({ length: Math.min(e164.length - 1, MAX_DIGITS) }, (_, index) => e164.slice(1, index + 2));

export function prefixTable<T>(entries: Iterable<readonly [prefix: string, value: T]>): PrefixTable<T> {
  const byLength = Array.from({ length: MAX_DIGITS }, () => new Map<string, T>());
  for (const [prefix, value] of entries) byLength[prefix.length - 1]?.set(prefix, value);
  const lengths = byLength.map((_, index) => index + 1).filter((length) => byLength[length - 1]?.size);
  const longestFirst = lengths.toReversed().map((length) => ({ length, values: byLength[length - 1] }));
  return (digits) => {
    for (const { length, values } of longestFirst) {
      if (length > digits.length) continue;
      const found = values?.get(digits.slice(0, length));
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
