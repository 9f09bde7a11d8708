import { z } from 'zod';
import type { Action, Outcome, PassedNode, Place, Position } from '../../flows/interpreter/walk.ts';
import type { PublishedVersion } from '../../flows/versions/published.ts';
import type { Collecting } from '../digits/collect.ts';
import type { CallPath } from './call-path.ts';
import type { Sound } from './mailbox.ts';

/** The published flow versions that a call may go through, by flow id. */
export type PublishedFlows = ReadonlyMap<string, PublishedVersion>;

/** An extension that callers can dial in menus. */
export type MenuExtension = { id: string; number: string };

/** `numbers`: for test calls, the numbers of targets by id. A test call announces them instead of ringing. */
export type LoadedFlows = {
  flows: PublishedFlows;
  extensions: readonly MenuExtension[];
  numbers?: ReadonlyMap<string, string>;
};

/** What a call in a flow carries from node to node. */
export type InFlow = {
  /** null after a restart of call control, until the versions are read again */
  loaded: LoadedFlows | null;
  versionIds: readonly string[];
  position: Position;
  /** since when the call has been in flows without talking to a person */
  alone: string;
  /** counts what the call does in its flows; timers and playbacks are named after it */
  turn: number;
  /** why the call has left the flow for now; null while it is inside */
  sentFor: SentFor | null;
  /** the names for the call's path while `loaded` is null */
  named: z.infer<typeof NamedNode> | null;
};

const NamedNode = z.object({ name: z.string(), version: z.number(), node: z.string() });

/**
 * `ring`: a node rings somebody, and the result decides how the flow continues. `message`: a mailbox takes the call,
 * and the flow only gets it back if the mailbox doesn't exist. `fallback`: the flow can't continue.
 */
export type SentFor = { kind: 'ring'; staysAfter: boolean } | { kind: 'message' } | { kind: 'fallback' };

/** What the caller hears at a node. */
export type Playback =
  | Extract<Action, { do: 'play' | 'say' | 'collect' }>
  /**
   * a test call announces what a real call would do; `asks`: the caller then presses a key for the result, otherwise
   * the call ends
   */
  | { do: 'rehearse'; sounds: readonly Sound[]; asks: boolean }
  /** the last thing that the caller hears */
  | { do: 'message'; prompts: Extract<Action, { do: 'play' }>['prompts'] };

/** A question that a flow can't answer itself. Each is answered by an outcome. */
export type FlowQuestion = Extract<Action, { do: 'askHours' | 'askCaller' | 'ask' }>;

/** What a call is doing at its node. Playbacks and timers are named after the turn. */
export type FlowStage =
  /** the versions are being read again; then the call continues with this outcome */
  | { at: 'loading'; outcome: Outcome }
  /** the call has just been answered, and the phone needs a moment to start its audio */
  | { at: 'opening'; playback: Playback }
  | { at: 'playing'; since: string; isLast: boolean }
  /** `rehearses`: in a test call, the keys choose the result of a ring */
  | { at: 'collecting'; since: string; collecting: Collecting; rehearses: boolean }
  /** `fills`: what the caller hears because the reply is slow */
  | { at: 'asking'; fills: 'music' | 'ringing' | null };

/** The flow part of the note on a channel (`leg-note.ts`). */
export const FlowNote = z.object({
  versionIds: z.array(z.string()),
  position: z.object({
    flowId: z.string(),
    nodeId: z.string(),
    variables: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    callerNamePrefix: z.string(),
    // missing in the notes of calls that began under an earlier release
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

/**
 * Writes the note without secret variables, because Asterisk's events contain the note and may be logged. After a
 * restart a secret variable is empty.
 */
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

/** Restores a call in a flow from the note on its channel. `isSent`: a node was ringing somebody. */
export const fromFlowNote = ({ staysAfter, ...note }: FlowNote, isSent: boolean): InFlow => ({
  ...note,
  loaded: null,
  // events still in transit carry the previous turn, and are ignored
  turn: note.turn + 1,
  sentFor: isSent ? { kind: 'ring', staysAfter } : null,
});

/** The most flow steps in a call's path, since a flow may loop. */
const MAX_FLOW_STEPS = 200;
const MAX_NOTED = 20;

const withoutOldest = (path: CallPath, most: number): CallPath => {
  const spare = path.filter(({ event }) => event === 'flow').length - most;
  let left = spare;
  return spare <= 0 ? path : path.filter(({ event }) => event !== 'flow' || --left < 0);
};

/** Adds flow steps to a path. Beyond the limit, the oldest flow steps are dropped. */
export const withFlowSteps = (path: CallPath, steps: CallPath): CallPath =>
  withoutOldest([...path, ...steps], MAX_FLOW_STEPS);

/** Shortens a path for a note, because Asterisk limits the length of a variable. */
export const trimmedPath = (path: CallPath): CallPath => withoutOldest(path, MAX_NOTED);

/** The nodes that the call has passed, as steps of its path. */
export const stepsOf = (flows: PublishedFlows, passed: readonly PassedNode[], at: string): CallPath =>
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

/** The names of the flow and node where the call is. */
const namesOf = ({ loaded, position, named }: InFlow): InFlow['named'] =>
  loaded ? namesIn(loaded.flows, position) : named;

/** The path of a call that leaves its flow for good at the current node, by this exit, or null where the flow ends. */
export function pathAfterFlow(flow: InFlow, path: CallPath, exit: 'answered' | null, at: string): CallPath {
  const names = namesOf(flow);
  const { flowId, nodeId } = flow.position;
  return names ? withFlowSteps(path, [{ event: 'flow', at, flowId, nodeId, ...names, exit }]) : path;
}

/** The same for a call that a flow node is ringing or has connected. Other calls' paths stay as they are. */
export const pathAfterRing = (
  { flow, path }: { flow: InFlow | null; path: CallPath },
  exit: 'answered' | null,
  at: string,
): CallPath => (flow?.sentFor?.kind === 'ring' ? pathAfterFlow(flow, path, exit, at) : path);
