import type { Tx } from '../../platform/db/db.ts';
import { isTollFreeNumber } from '../../platform/numbers/destination.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { ProfileTerms } from '../profiles/terms-contract.ts';
import { microsOf } from '../rating/amounts.ts';
import * as sql from './fees-sql.ts';

/**
 * The fees of a whole month in micros, by the current terms of the tenant's billing profile, with its current extensions and numbers, without set-up
 * fees. Null without a profile.
 */
export async function monthlyFeesOf(tx: Tx, tenantId: string): Promise<{ micros: bigint; currency: string } | null> {
  const row = await sql.feesOfProfile(tx, tenantId);
  if (!row) return null;
  const { monthlyFee, extensionFee, localNumberFee, tollFreeNumberFee } = ProfileTerms.parse(row.terms);
  // it matters which numbers are toll-free only if their fee differs
  const tollFree =
    localNumberFee === tollFreeNumberFee
      ? 0
      : (await sql.numbersOf(tx, tenantId)).filter((number) => isTollFreeNumber(number)).length;
  const minor =
    monthlyFee + extensionFee * row.extensions + localNumberFee * (row.dids - tollFree) + tollFreeNumberFee * tollFree;
  return { micros: microsOf(BigInt(minor), decimalsOf(row.currency)), currency: row.currency };
}
