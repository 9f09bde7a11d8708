import { decimalsOf } from '../../platform/values/currencies.ts';
import { minorOf, minorText } from '../../platform/values/money.ts';
import type { Plan } from '../profiles/plan-contract.ts';

/** An extension or number that is about to be added. `isBack`: the tenant had it before, so there is no second set-up fee. */
export type AddedThing = { kind: 'extension' | 'localNumber' | 'tollFreeNumber'; isBack?: boolean };

type Fees = Pick<Plan, 'currency' | `${AddedThing['kind']}Fee` | `${AddedThing['kind']}SetupFee`>;

/** The fees of additions before taxes: for a whole month, and once. Decimal numbers in the plan's currency. */
export function addedFees(plan: Fees, things: readonly AddedThing[]): { monthly: string; once: string } {
  const decimals = decimalsOf(plan.currency);
  const sum = (amounts: string[]): string =>
    minorText(
      amounts.reduce((total, amount) => total + (minorOf(amount, decimals) ?? 0), 0),
      decimals,
    );
  return {
    monthly: sum(things.map(({ kind }) => plan[`${kind}Fee`])),
    once: sum(things.filter(({ isBack }) => isBack !== true).map(({ kind }) => plan[`${kind}SetupFee`])),
  };
}
