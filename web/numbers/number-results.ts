import type { Did, DidResults } from '../../src/numbers/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Outcome } from '../kit/lists/bulk.ts';
import { plural } from '../ui/plural.ts';
import { NOUNS } from '../kit/words/nouns.ts';

/** Called when some numbers were refused: the result of each, and the refused ones as one would type them again. */
export type OnPartlyAdded = (outcomes: Outcome[], refused: string[]) => void;

export const idsOf = (dids: readonly Did[]): string[] => dids.map(({ id }) => id);

/** One number as people write it, several as their count. */
export const numbersLabel = (dids: readonly Did[]): string =>
  dids.length === 1 && dids[0] ? displayNumber(dids[0].number) : plural(dids.length, NOUNS.number);

/** What became of each number, the refused ones first. */
export function resultsOf({ done, refused }: DidResults, word: string): Outcome[] {
  return [
    ...refused.map(({ didId, number, message }): Outcome => ({
      id: didId,
      name: number ? displayNumber(number) : 'A number',
      state: 'refused',
      text: message,
    })),
    ...done.map(({ id, number }): Outcome => ({ id, name: displayNumber(number), state: 'done', text: word })),
  ];
}
