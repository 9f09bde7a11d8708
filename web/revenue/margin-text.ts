import type { Figures } from '../../src/revenue/contract.ts';
import { amountLabel } from '../kit/inputs/amount.ts';

type Known = Pick<Figures, 'calls' | 'callsWithoutCost' | 'margin'>;

/** A margin; where the cost of some calls isn't known it is at most this, and where no cost is known none is said. */
export function marginText({ calls, callsWithoutCost, margin }: Known, currency: string): string {
  if (callsWithoutCost === 0) return amountLabel(margin, currency);
  return callsWithoutCost === calls ? 'Not known' : `At most ${amountLabel(margin, currency)}`;
}
