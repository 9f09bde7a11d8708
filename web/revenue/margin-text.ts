import type { Figures } from '../../src/revenue/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';

type Known = Pick<Figures, 'calls' | 'callsWithoutCost' | 'margin'>;

/** Describes a margin. If the cost of some calls is unknown, it is an upper limit; if no cost is known, there is no margin. */
export function marginText({ calls, callsWithoutCost, margin }: Known, currency: string): string {
  if (callsWithoutCost === 0) return amountLabel(margin, currency);
  return callsWithoutCost === calls ? 'Not known' : `At most ${amountLabel(margin, currency)}`;
}
