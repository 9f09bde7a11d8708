import { z } from 'zod';
import type { PublishedVersion } from '../../flows/published.ts';
import type { Action, Outcome, Passed, Place, Position } from '../../flows/walk.ts';
import type { CallPath } from './call-path.ts';
import type { Collecting } from '../digits/collect.ts';
import type { Sound } from './mailbox.ts';

/** The published versions that a call can come through, by the id of their flow. */
export type PublishedFlows = ReadonlyMap<string, PublishedVersion>;

/** An extension that callers can dial in a menu. */
export type MenuExtension = { id: string; number: string };

/** `numbers`: of what a test announces in place of ringing it, by id. */
export type LoadedFlows = {
  flows: PublishedFlows;
  extensions: readonly MenuExtension[];
  numbers?: ReadonlyMap<string, string>;
};

/** What a call in a flow carries. */
export type InFlow = {
  /** null after a restart of call control, until they have been read again */
  loaded: LoadedFlows | null;
  versionIds: readonly string[];
  position: Position;
  /** since when the call has been in its flows without a person */
  alone: string;
  /** goes up with everything that the call does in its flows, and names it */
  turn: number;
  /** why the call is outside the flow just now; null while it is inside */
  sentFor: SentFor | null;
  /** how the node is called, for the history, while `loaded` is null */
  named: z.infer<typeof NamedNode> | null;
};

const NamedNode = z.object({ name: z.string(), version: z.number(), node: z.string() });

/**
 * `ring`: a node rings somebody, and what comes of it leads on. `message`: a mailbox takes the call, which the flow does not get back unless there is
 * no such mailbox. `fallback`: the flow can’t go on.
 */
export type SentFor = { kind: 'ring'; staysAfter: boolean } | { kind: 'message' } | { kind: 'fallback' };

/** What the caller hears of an action. */
export type Heard =
  | Extract<Action, { do: 'play' | 'say' | 'collect' }>
  /** a test says what a call would do; `asks`: the caller chooses what comes of it, otherwise it is the last */
  | { do: 'rehearse'; sounds: readonly Sound[]; asks: boolean }
  /** the last that it hears */
  | { do: 'message'; prompts: Extract<Action, { do: 'play' }>['prompts'] };

/** What a flow asks of others: each question is answered by an outcome. */
export type FlowQuestion = Extract<Action, { do: 'askHours' | 'askCaller' | 'ask' }>;

/** What a call does at its node. Sounds and times are named by the turn. */
export type FlowStage =
  /** the versions are being read again; then it goes on with this */
  | { at: 'loading'; outcome: Outcome }
  /** it has just been answered, and a phone needs a moment to open its audio */
  | { at: 'opening'; heard: Heard }
  | { at: 'playing'; since: string; isLast: boolean }
  /** `rehearses`: what is pressed is what comes of a ring in a test */
  | { at: 'collecting'; since: string; collecting: Collecting; rehearses: boolean }
  /** `fills`: what the caller hears because it takes long */
  | { at: 'asking'; fills: 'music' | 'ringing' | null };

/** What a channel carries of its call's flow (`leg-note.ts`). */
export const FlowNote = z.object({
  versionIds: z.array(z.string()),
  position: z.object({
    flowId: z.string(),
    nodeId: z.string(),
    variables: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    callerNamePrefix: z.string(),
    // not in the notes of calls that began under an earlier release
    recording: z.enum(['asSet', 'on', 'off']).default('asSet'),
    typedAhead: z.string(),
    steps: z.number(),
    repeats: z.number(),
    noInputs: z.number(),
    wrongInputs: z.number(),
  }),
  alone: z.string(),
  turn: z.number(),
  staysAfter: z.boolean(),
  named: NamedNode.nullable().default(null),
});
export type FlowNote = z.infer<typeof FlowNote>;

/** Without secrets: a note stands in the events of Asterisk, and these in a log. What compares one after a restart finds it empty. */
export function flowNote(flow: InFlow): FlowNote {
  const { versionIds, position, alone, turn, sentFor } = flow;
  const open = Object.entries(position.variables).filter(([name]) => !position.secrets.includes(name));
  return {
    versionIds: [...versionIds],
    position: { ...position, variables: Object.fromEntries(open), secrets: [...position.secrets], typedAhead: '' },
    alone,
    turn,
    staysAfter: sentFor?.kind === 'ring' && sentFor.staysAfter,
    named: namesOf(flow),
  };
}

/** A call in a flow, by what its channel carries. `isSent`: a node was ringing somebody. */
export const fromFlowNote = ({ staysAfter, ...note }: FlowNote, isSent: boolean): InFlow => ({
  ...note,
  loaded: null,
  // what is still on its way names the turn before
  turn: note.turn + 1,
  sentFor: isSent ? { kind: 'ring', staysAfter } : null,
});

/** Nodes of a flow in the path of a call: a flow may turn round and round. */
const MOST_FLOW_STEPS = 200;
const MOST_NOTED = 20;

const withoutOldest = (path: CallPath, most: number): CallPath => {
  const spare = path.filter(({ event }) => event === 'flow').length - most;
  let left = spare;
  return spare <= 0 ? path : path.filter(({ event }) => event !== 'flow' || --left < 0);
};

/** The path with these steps; of very many nodes the last ones. */
export const withFlowSteps = (path: CallPath, steps: CallPath): CallPath =>
  withoutOldest([...path, ...steps], MOST_FLOW_STEPS);

/** What a note has of a path: Asterisk takes only so much. */
export const notedPath = (path: CallPath): CallPath => withoutOldest(path, MOST_NOTED);

/** Nodes that the call has passed, as steps of its path. */
export const stepsOf = (flows: PublishedFlows, passed: readonly Passed[], at: string): CallPath =>
  passed.flatMap(({ exit, ...place }) => {
    const names = namesIn(flows, place);
    return names ? [{ event: 'flow', at, ...place, ...names, exit } as const] : [];
  });

function namesIn(flows: PublishedFlows, { flowId, nodeId }: Place): InFlow['named'] {
  const flow = flows.get(flowId);
  if (!flow) return null;
  const node = flow.content.nodes.find(({ id }) => id === nodeId)?.name ?? '';
  return { name: flow.content.name, version: flow.number, node };
}

/** How the node is called at which the call is. */
const namesOf = ({ loaded, position, named }: InFlow): InFlow['named'] =>
  loaded ? namesIn(loaded.flows, position) : named;

/** The path of a call that leaves its flow for good at the node where it is: by this exit, or null where the flow ends. */
export function pathWithout(flow: InFlow, path: CallPath, exit: 'answered' | null, at: string): CallPath {
  const names = namesOf(flow);
  const { flowId, nodeId } = flow.position;
  return names ? withFlowSteps(path, [{ event: 'flow', at, flowId, nodeId, ...names, exit }]) : path;
}

/** The path of a call that a node of its flow has ring, or talk, and that leaves it for good. */
export const pathOut = (
  { flow, path }: { flow: InFlow | null; path: CallPath },
  exit: 'answered' | null,
  at: string,
): CallPath => (flow?.sentFor?.kind === 'ring' ? pathWithout(flow, path, exit, at) : path);
