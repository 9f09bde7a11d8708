import type { Tx } from '../../platform/db/db.ts';
import * as sql from '../cycles/cycles-sql.ts';
import type { Plan } from './plan-contract.ts';
import { ProfileTerms } from './terms-contract.ts';
import { shownTerms } from './terms.ts';

/** The terms of the tenant's current cycle, as its own users may see them. Null if it isn't billed. */
export async function readPlan(tx: Tx, tenantId: string, now: Date): Promise<Plan | null> {
  const cycle = await sql.findCycleAt(tx, tenantId, now);
  if (!cycle) return null;
  const version = await sql.findVersion(tx, cycle.profile_version_id);
  const terms = shownTerms(ProfileTerms.parse(version.terms), cycle.currency);
  const { includedMinutes, includedClasses, paymentTermsDays } = terms;
  return {
    name: version.name,
    currency: cycle.currency,
    firstDay: cycle.first_day,
    nextFirstDay: cycle.next_first_day,
    monthlyFee: terms.monthlyFee,
    extensionFee: terms.extensionFee,
    localNumberFee: terms.localNumberFee,
    tollFreeNumberFee: terms.tollFreeNumberFee,
    extensionSetupFee: terms.extensionSetupFee,
    localNumberSetupFee: terms.localNumberSetupFee,
    tollFreeNumberSetupFee: terms.tollFreeNumberSetupFee,
    includedMinutes,
    includedClasses,
    paymentTermsDays,
  };
}
