import type { Entry } from '../../src/number-lists/contract.ts';
import { patternText } from '../../src/number-lists/rules.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';

/** A number in readable form. A prefix ends with `*`. */
export const entryLabel = (entry: Pick<Entry, 'number' | 'isPrefix'>): string =>
  entry.isPrefix ? patternText(entry) : displayNumber(entry.number);
