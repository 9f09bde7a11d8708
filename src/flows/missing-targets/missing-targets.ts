import { addJob, type Db } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import { mailAdmins } from '../../platform/db/mail/admin-mail.ts';
import { withOwner } from '../../platform/db/tenant-owner.ts';
import { mailText } from '../../platform/escape/mail.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { DAY_MS } from '../../platform/time/durations.ts';
import { FlowContent } from '../content/graph-contract.ts';
import type { NodeKind } from '../content/node-contract.ts';
import { referencesOf } from '../content/references.ts';
import type { Place } from '../interpreter/walk.ts';
import type { Missed } from '../tables.ts';
import * as sql from './sql.ts';

const MAX_MISSED = 20;

/** A node of the published version and its missing target. A text without a sound has no target; the node counts as the target. */
function missedAt(published: unknown, nodeId: string, at: Date): Missed | null {
  const content = FlowContent.safeParse(published).data;
  const node = content?.nodes.find(({ id }) => id === nodeId);
  if (!content || !node) return null;
  const pointed = referencesOf(content).filter((one) => one.nodeId === nodeId);
  const target = pointed.map(({ value }) => value).join(' ') || nodeId;
  return { target, nodeId, node: node.name, kind: node.kind, at: at.toISOString() };
}

/**
 * Notifies the partner that a call reached a deleted target of a flow: once a day for each target, however many calls
 * reach it.
 */
export async function reportMissingTarget(
  db: Db,
  tenantId: string,
  { flowId, nodeId }: Place,
  at: Date,
): Promise<void> {
  await withOwner(db, tenantId, async (tx, { partnerId }) => {
    const flow = await sql.lockedFlow(tx, flowId);
    const missed = flow && missedAt(flow.content, nodeId, at);
    if (!missed) return;
    const others = flow.missed.filter(({ target }) => target !== missed.target);
    const before = flow.missed.find(({ target }) => target === missed.target);
    if (before && at.getTime() - Date.parse(before.at) < DAY_MS) return;
    await sql.setMissed(tx, flowId, [missed, ...others].slice(0, MAX_MISSED));
    await addJob(tx, 'mail_missing_target', { tenantId, flowId, target: missed.target, at: missed.at });
    await recordEvent(tx, SYSTEM, {
      action: 'flow.target_missing',
      target: { kind: 'flow', id: flowId },
      partnerId,
      tenantId,
      after: { name: flow.name, nodeId, node: missed.node },
    });
  });
}

const SOUND = 'a sound that it plays';
const SOMETHING = 'something that it uses';

/** What a node points to, as part of a sentence. */
export const USED_BY_NODE: Readonly<Record<NodeKind, string>> = {
  start: SOMETHING,
  play: SOUND,
  menu: SOUND,
  gather: SOUND,
  hours: 'its schedule',
  caller: 'its list of numbers',
  ring: 'the target that it rings',
  voicemail: 'its mailbox',
  set: SOMETHING,
  compare: SOMETHING,
  say: SOMETHING,
  callerName: SOMETHING,
  startRecording: SOMETHING,
  stopRecording: SOMETHING,
  webhook: SOMETHING,
  goTo: 'the flow that it goes to',
  hangUp: SOMETHING,
};

/** Mails the partner’s admins. Safe to repeat: each admin gets one mail a report. */
export async function mailMissingTarget(
  db: Db,
  { tenantId, flowId, target, at }: { tenantId: string; flowId: string; target: string; at: string },
): Promise<void> {
  await withOwner(db, tenantId, async (tx, { partnerId, name: tenantName }) => {
    const flow = await sql.flowWithMissed(tx, flowId);
    const missed = flow?.missed.find((one) => one.target === target && one.at === at);
    // the flow was published again in the meantime
    if (!flow || !missed) return;
    await mailAdmins(tx, {
      partnerId,
      tenantId,
      subject: mailText`${tenantName}: something that the call flow ${flow.name} uses is gone`,
      body: mailText`A call came to the step "${missed.node}" of the call flow "${flow.name}" of ${tenantName} and couldn't continue: ${USED_BY_NODE[missed.kind]} is gone.
The flow's fallback took the call, as it takes every other call that comes to this step.

Open the call flow, choose something else in the step, and publish it. Until then you get this mail once a day if calls still come there.
`,
      occasion: `missing_target:${flowId}:${at}`,
    });
  });
}
