import type { Did, DidResults } from '../../src/numbers/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Outcome } from '../kit/lists/bulk.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { plural } from '../ui/plural.ts';

/** Called when some numbers were refused, with all results and the refused numbers as text to edit. */
export type OnPartlyAdded = (outcomes: Outcome[], refused: string[]) => void;

export const idsOf = (dids: readonly Did[]): string[] => dids.map(({ id }) => id);

/** A single number in readable form, or the count of several. */
export const numbersLabel = (dids: readonly Did[]): string =>
  dids.length === 1 && dids[0] ? displayNumber(dids[0].number) : plural(dids.length, NOUNS.number);

/** The result of each number, refused ones first. */
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
