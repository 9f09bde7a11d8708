import { z } from 'zod';
import { FraudRule } from '../../fraud/contract.ts';
import { FORWARD_REASONS, RING_RESULTS } from '../contract.ts';

export type { EndedBy, ForwardReason, RingResult } from '../contract.ts';

const party = {
  /** null for an outside number, and for an extension that call control no longer knows after a restart */
  extensionId: z.string().nullable(),
  number: z.string(),
};

/** An event on the path of a call. */
export const PathStep = z.discriminatedUnion('event', [
  /** a phone or an outside number rang from `at` until `until` */
  z.object({ event: z.literal('rang'), at: z.string(), ...party, until: z.string(), result: z.enum(RING_RESULTS) }),
  /** `to`: the number that it was sent to */
  z.object({
    event: z.literal('forwarded'),
    at: z.string(),
    ...party,
    because: z.enum(FORWARD_REASONS),
    to: z.string(),
  }),
  z.object({ event: z.literal('group'), at: z.string(), groupId: z.string(), number: z.string(), name: z.string() }),
  z.object({ event: z.literal('mailbox'), at: z.string(), mailboxId: z.string(), number: z.string() }),
  /** the party transferred the other one to the number `to`; attended: after talking to it */
  z.object({
    event: z.literal('transferred'),
    at: z.string(),
    ...party,
    to: z.string(),
    attended: z.boolean(),
  }),
  z.object({ event: z.literal('parked'), at: z.string(), slot: z.string() }),
  z.object({ event: z.literal('retrieved'), at: z.string(), ...party }),
  z.object({ event: z.literal('picked_up'), at: z.string(), ...party }),
  /** a number was not dialled, because the tenant's rate table has no rate for it */
  z.object({ event: z.literal('no_rate'), at: z.string(), number: z.string(), table: z.string() }),
  /** a number was not dialled, because a fraud rule blocks its class */
  z.object({ event: z.literal('blocked'), at: z.string(), number: z.string(), rule: FraudRule }),
  /** the call left a flow node by this exit; null: the flow ended there, or another flow took over */
  z.object({
    event: z.literal('flow'),
    at: z.string(),
    flowId: z.string(),
    name: z.string(),
    version: z.number(),
    nodeId: z.string(),
    node: z.string(),
    exit: z.string().nullable(),
  }),
]);
export type PathStep = z.infer<typeof PathStep>;

/**
 * A call's path through the tenant, oldest step first. Steps that another release wrote and this one can't read are
 * dropped.
 */
export const CallPath = z
  .array(z.unknown())
  .transform((steps) => steps.flatMap((step) => PathStep.safeParse(step).data ?? []));
export type CallPath = z.output<typeof CallPath>;

/**
 * The part of a path since a person last had the call. A person who transfers a call may send it where it has been
 * before; only what happens without one can be a loop.
 */
export const sincePerson = (path: CallPath): CallPath =>
  path.slice(
    path.findLastIndex((step) => TAKEN.has(step.event) || (step.event === 'rang' && step.result === 'answered')) + 1,
  );

const TAKEN: ReadonlySet<PathStep['event']> = new Set(['transferred', 'retrieved', 'picked_up']);
