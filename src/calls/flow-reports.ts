import type { Place } from '../flows/walk.ts';
import { recordEvent } from '../platform/db/events.ts';
import { type Db, inContext } from '../platform/db/db.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import type { CallFacts } from './call-facts.ts';
import * as sql from './flow-reports-sql.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Tells the partner that a node of a flow has lost what it points to: once a day for each node. */
export async function reportMissingTarget(db: Db, facts: CallFacts, place: Place, at: Date): Promise<void> {
  const { tenantId } = facts;
  if (tenantId === null) return;
  const flow = await inContext(db, { tenantId }, (tx) => sql.flowOf(tx, tenantId, place.flowId));
  if (!flow) return;
  const { partnerId, name } = flow;
  await inContext(db, { tenantId, partnerId }, async (tx) => {
    if (await sql.isReported(tx, tenantId, place, new Date(at.getTime() - DAY_MS))) return;
    await recordEvent(tx, SYSTEM, {
      action: 'flow.target_missing',
      target: { kind: 'flow', id: place.flowId },
      partnerId,
      tenantId,
      after: { name, nodeId: place.nodeId },
    });
  });
}
