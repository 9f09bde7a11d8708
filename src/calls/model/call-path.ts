import { z } from 'zod';
import { FraudRule } from '../../fraud/contract.ts';
import { FORWARD_REASONS, RING_RESULTS } from '../contract.ts';

export type { EndedBy, ForwardReason, RingResult } from '../contract.ts';

const party = {
  /** null for an outside number, and for an extension that a restarted call control no longer knows */
  extensionId: z.string().nullable(),
  number: z.string(),
};

/** Something that happened to a call on its way, with its time. */
export const PathStep = z.discriminatedUnion('event', [
  /** a phone or a carrier was tried, from `at` until `until` */
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
  /** the party sent the other one to the number `to`; attended: after talking to it */
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
  /** a number was not called, because the tenant's rate table has no rate for it */
  z.object({ event: z.literal('no_rate'), at: z.string(), number: z.string(), table: z.string() }),
  /** a number was not called, because a fraud rule blocks calls to its kind */
  z.object({ event: z.literal('blocked'), at: z.string(), number: z.string(), rule: FraudRule }),
  /** it left a node of a flow by this exit; null: the flow ended there, or went on in another one */
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

/** A call's way through the tenant, in the order of time. A step that another release wrote and this one does not know is left out. */
export const CallPath = z
  .array(z.unknown())
  .transform((steps) => steps.flatMap((step) => PathStep.safeParse(step).data ?? []));
export type CallPath = z.output<typeof CallPath>;
