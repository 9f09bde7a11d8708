import type { Tx } from '../../platform/db/db.ts';
import type { Refused } from '../model/decision.ts';
import * as records from '../records/records-sql.ts';
import { refuse } from '../routing/attempts.ts';
import { CAUSE, REFUSALS, type RefusalReason } from '../rules.ts';
import * as sql from '../sql.ts';

/**
 * Returns what the process before has decided about a call that was found waiting, or null if it has to be decided
 * again. Its live row is then taken back first, with the lines and the money that it reserves, so that the call counts
 * once. A call with a record is over: its caller is refused as before, and the record remains the only one. Emergency
 * calls are always decided again.
 */
export async function decidedBefore(tx: Tx, tenantId: string, id: string): Promise<Refused | null> {
  // the tenant's row is locked before its live calls
  await sql.lockedStatusOf(tx, tenantId);
  const end = await records.endOf(tx, id);
  if (end && !end.emergency) return refuse(reasonOf(end), null);
  if (end) await records.deleteLateRefusal(tx, id);
  // An outside number answered, and nobody pressed 1. The call ends as lost, and its record has the charge for that leg.
  if (await records.hasAnsweredLeg(tx, id)) return refuse('unavailable', null);
  await sql.deleteLiveCall(tx, id);
  return null;
}

const isRefusal = (reason: string): reason is RefusalReason => reason in REFUSALS;

const reasonOf = ({ reason, cause }: records.CallRecordEnd): RefusalReason =>
  reason !== null && isRefusal(reason) ? reason : cause === CAUSE.busy ? 'busy' : 'unreachable';
