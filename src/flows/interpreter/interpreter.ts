import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode } from '../content/node-contract.ts';
import { mayStayOpen } from '../content/rules.ts';
import { fallBack, type Step } from './node-rule.ts';
import { ruleOf } from './node-rules.ts';
import { fallbackOf } from './texts.ts';
import type { Action, FallbackReason, Flows, Outcome, PassedNode, Place, Position, Turn } from './walk.ts';

/** The limit of nodes in a call, and below, of repetitions of the same node in a row. */
export const MAX_STEPS = 1000;
export const MAX_REPEATS = 10;

/** The nodes of a version by id. Cached, because a version never changes and many calls use it. */
const indexed = new WeakMap<FlowContent, ReadonlyMap<string, FlowNode>>();

function nodesOf(content: FlowContent): ReadonlyMap<string, FlowNode> {
  const known = indexed.get(content);
  if (known) return known;
  const nodes = new Map(content.nodes.map((node) => [node.id, node]));
  indexed.set(content, nodes);
  return nodes;
}

const nodeAt = (flows: Flows, { flowId, nodeId }: Place): FlowNode | undefined => {
  const flow = flows.get(flowId);
  return flow && nodesOf(flow.content).get(nodeId);
};

/** The place where a flow begins. */
const startOf = (flows: Flows, flowId: string): Place | null => {
  const start = flows.get(flowId)?.content.nodes.find(({ kind }) => kind === 'start');
  return start ? { flowId, nodeId: start.id } : null;
};

/** The position of a call that enters a flow. Its first turn has the outcome `begin`. */
export const atStart = (
  flows: Flows,
  flowId: string,
  { caller, called }: { caller: string; called: string },
): Position => ({
  ...(startOf(flows, flowId) ?? { flowId, nodeId: '' }),
  variables: { caller, called },
  secrets: [],
  callerNamePrefix: '',
  recording: 'asSet',
  typedAhead: '',
  steps: 0,
  repeats: 0,
  noInputs: 0,
  wrongInputs: 0,
});

/**
 * One turn of a call: it leaves its node by the outcome of the last action, and continues to the next node that has an
 * action.
 */
export function next(flows: Flows, position: Position, outcome: Outcome): Turn {
  const passed: PassedNode[] = [];
  let step = outcome.kind === 'begin' ? enter(flows, position, position) : after(flows, position, outcome);
  for (;;) {
    const { flowId, nodeId } = step.position;
    switch (step.kind) {
      case 'act':
        return { position: step.position, passed, action: step.action };
      case 'end':
        passed.push({ flowId, nodeId, exit: null });
        return { position: step.position, passed, action: step.action };
      case 'fallBack':
        passed.push({ flowId, nodeId, exit: null });
        return { position: step.position, passed, action: fallBackIn(flows, step.position, step.because) };
      case 'goTo': {
        const start = startOf(flows, step.flowId);
        if (start === null) {
          step = fallBack(step.position, 'missing_target');
          break;
        }
        passed.push({ flowId, nodeId, exit: null });
        step = enter(flows, step.position, start);
        break;
      }
      case 'leave': {
        const { exit, to } = step;
        passed.push({ flowId, nodeId, exit });
        if (to === null) return { position: step.position, passed, action: atOpenExit(flows, step.position, exit) };
        step = enter(flows, step.position, { flowId, nodeId: to });
        break;
      }
    }
  }
}

/** A conversation may end the call. No other exit of a published flow may be open. */
function atOpenExit(flows: Flows, position: Position, exit: string): Action {
  const node = nodeAt(flows, position);
  return node && mayStayOpen(node, exit) ? { do: 'hangUp' } : fallBackIn(flows, position, 'open_exit');
}

function after(flows: Flows, position: Position, outcome: Outcome): Step {
  if (outcome.kind === 'missing') return fallBack(position, 'missing_target');
  if (outcome.kind === 'tooLong') return fallBack(position, 'too_long');
  const node = nodeAt(flows, position);
  return node ? ruleOf(node).after(node, position, outcome) : fallBack(position, 'failed');
}

function enter(flows: Flows, from: Position, place: Place): Step {
  const isSame = from.flowId === place.flowId && from.nodeId === place.nodeId;
  const position: Position = {
    ...from,
    flowId: place.flowId,
    nodeId: place.nodeId,
    steps: from.steps + 1,
    repeats: isSame ? from.repeats + 1 : 1,
    noInputs: 0,
    wrongInputs: 0,
  };
  if (position.steps > MAX_STEPS) return fallBack(position, 'too_many_steps');
  if (position.repeats > MAX_REPEATS) return fallBack(position, 'too_many_repeats');
  const node = nodeAt(flows, position);
  return node ? ruleOf(node).enter(node, position) : fallBack(position, 'failed');
}

/** The fallback of a flow that can't continue. A flow that is not loaded has an empty message, and then a packaged sentence is played. */
const fallBackIn = (flows: Flows, position: Position, because: FallbackReason): Action => ({
  do: 'fallBack',
  to: fallbackOf(position, flows.get(position.flowId)?.content.fallback ?? { kind: 'message', prompts: [] }),
  because,
});
