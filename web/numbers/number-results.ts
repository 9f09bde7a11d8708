import type { Did, DidResults } from '../../src/numbers/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Outcome } from '../kit/bulk.ts';

export const idsOf = (dids: readonly Did[]): string[] => dids.map(({ id }) => id);

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
