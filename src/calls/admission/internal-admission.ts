import { asTenant, type Db } from '../../platform/db/db.ts';
import { extensionDialled } from '../../platform/numbers/dialled.ts';
import { isReservedAnywhere } from '../../platform/numbers/reserved.ts';
import type { Arrival, Decision } from '../model/decision.ts';
import { routeFromPhone } from '../routing/from-phone.ts';
import * as sql from '../sql.ts';

/**
 * Admits a simple call between two phones of one tenant in a single statement. Most internal calls are that simple.
 * Returns null for any other call and writes nothing, so that the call is decided step by step.
 */
export async function admitInternalCall(
  db: Db,
  node: string,
  { tenantId, arrival }: { tenantId: string; arrival: Arrival },
): Promise<Decision | null> {
  const extension = extensionDialled(arrival.dialled);
  // the statement knows no emergency numbers, and a tenant's emergency numbers depend on its country
  if (extension === null || isReservedAnywhere(extension)) return null;
  const { id, at, endpoint: sipUsername, channel } = arrival;
  const facts = await sql.admitInternalCall(db, { id, at, tenantId, sipUsername, extension, node, channel });
  if (!facts) return null;
  const decision = routeFromPhone(arrival, facts, arrival);
  if (decision.kind === 'connect') return decision;
  // The routing applied a rule that the statement does not know. The routing wins.
  await asTenant(db, tenantId, (tx) => sql.deleteLiveCall(tx, id));
  return null;
}
