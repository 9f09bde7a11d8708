import { numberedIds } from '../../flows/content/numbered.ts';
import { draftForTest } from '../../flows/drafts/draft-for-test.ts';
import { asTenant, type Db, type Tx } from '../../platform/db/db.ts';
import type { ServiceCallNotice } from '../../service-calls/contract.ts';
import { endServiceCall, takeServiceCall } from '../../service-calls/service-calls.ts';
import { withExtensions } from '../flow-versions.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { TakenServiceCall } from '../model/decision.ts';
import { stamped } from '../routing/facts.ts';
import { ringOnly } from '../routing/service-call.ts';
import { mayHaveCalls } from '../rules.ts';
import * as sql from '../sql.ts';
import * as factsSql from './facts-sql.ts';

/**
 * Claims a service call and decides it like every other call: by the tenant's status, and by the extension's rules and
 * contacts. Null if another call control has claimed it, or if no phone can ring. The row of the call then says why.
 */
export function admitServiceCall(
  db: Db,
  node: string,
  { id, tenantId }: ServiceCallNotice,
  now: Date,
): Promise<TakenServiceCall | null> {
  return asTenant(db, tenantId, async (tx) => {
    // a change of status waits for this lock: it ends the call if it comes later, and the call is refused if it came
    // earlier
    const status = await sql.lockedStatusOf(tx, tenantId);
    const asked = await takeServiceCall(tx, id, node, now);
    if (asked === null) return null;
    const end = async (outcome: Parameters<typeof endServiceCall>[2]): Promise<null> => {
      await endServiceCall(tx, id, outcome);
      return null;
    };
    if (status === null || !mayHaveCalls(status)) return end('refused');
    const callee = await factsSql.findCallee(tx, tenantId, { id: asked.extension_id });
    const what = await whatOf(tx, tenantId, asked);
    if (callee === null || what === null) return end('failed');
    const facts: CallFacts = {
      ...stamped({ id, at: now.toISOString() }, tenantId),
      direction: 'internal',
      emergency: false,
      from: asked.from_number ?? callee.number,
      to: callee.number,
      extensionId: callee.id,
      didId: null,
      callbackNumber: null,
      service: asked.purpose,
    };
    // the phone shows the purpose of the call, with its own number
    const origin = { number: callee.number, name: what.name, restricted: false };
    const ringing = ringOnly(callee, { facts, origin });
    return 'attempt' in ringing
      ? { facts, origin, attempt: ringing.attempt, purpose: what.purpose }
      : end(ringing.outcome);
  });
}

type What = { name: string; purpose: TakenServiceCall['purpose'] };

/** What the phone will hear. Null if the flow was deleted. */
async function whatOf(
  tx: Tx,
  tenantId: string,
  { flow_id: flowId, media_name: mediaName }: { flow_id: string | null; media_name: string | null },
): Promise<What | null> {
  if (flowId === null) return { name: `Record: ${mediaName ?? ''}`, purpose: { kind: 'recording' } };
  const flows = await draftForTest(tx, tenantId, flowId);
  const draft = flows?.get(flowId);
  if (!flows || !draft) return null;
  const numbers = await factsSql.planNumbers(
    tx,
    tenantId,
    numberedIds([...flows.values()].map(({ content }) => content)),
  );
  const loaded = { ...(await withExtensions(tx, tenantId, flows)), numbers };
  return { name: `Test: ${draft.content.name}`, purpose: { kind: 'flow', flowId, loaded } };
}
