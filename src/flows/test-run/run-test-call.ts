import { collect, type Collection, startCollecting } from '../../calls/digits/collect.ts';
import type { CallerCondition, Prompt, RingTarget } from '../content/parts-contract.ts';
import { atStart, next } from '../interpreter/interpreter.ts';
import {
  type Action,
  type Complete,
  type Collected,
  type Flows,
  isComplete,
  type Outcome,
  type PassedNode,
  type Place,
  type Turn,
} from '../interpreter/walk.ts';
import { ENDS } from '../test-cases/contract.ts';

/** What a test call meets: the caller’s keys, schedules, lists and phones. Null: the object was deleted. */
export type SimulatedWorld = {
  caller: string;
  called: string;
  /** what the caller presses at each request for digits; nothing after the last */
  presses: readonly string[];
  /** the numbers of the extensions that are reachable from menus */
  menuExtensions: readonly string[];
  isOpen: (scheduleId: string) => boolean | null;
  isCaller: (condition: Complete<CallerCondition>) => boolean | null;
  rings: (target: Complete<RingTarget>) => Extract<Outcome, { kind: 'rang' }>['result'] | null;
  /** the variables that a server returns; null: it doesn’t respond */
  replies: (url: string) => Readonly<Record<string, string>> | null;
};

/** Something that the caller would hear, and at which node. */
export type HeardItem = Place &
  (
    | { kind: 'prompts'; prompts: readonly Complete<Prompt>[] }
    | { kind: 'value'; as: 'digits' | 'number' | 'date'; value: string }
  );

/** The result of a test call: the nodes that it passes, what it hears, and where and how it leaves the flow. */
export type TestCallResult = { path: readonly PassedNode[]; heard: readonly HeardItem[]; at: Place; end: End };

/** A way out of a flow. */
export type End = Extract<Action, { do: (typeof ENDS)[number] }>;

/** Runs a call through a flow without a phone. */
export function runTestCall(flows: Flows, flowId: string, world: SimulatedWorld): TestCallResult {
  const path: PassedNode[] = [];
  const heard: HeardItem[] = [];
  const presses = [...world.presses];
  let turn: Turn = next(flows, atStart(flows, flowId, world), { kind: 'begin' });
  for (;;) {
    const { position, passed, action } = turn;
    path.push(...passed);
    const place = { flowId: position.flowId, nodeId: position.nodeId };
    if (action.do === 'collect') {
      const { digits, unused, isPromptHeard } = press(action, world.menuExtensions, presses.shift() ?? '');
      if (isPromptHeard) heard.push({ ...place, kind: 'prompts', prompts: action.prompts });
      turn = next(flows, position, { kind: 'collected', digits: withUnused(digits, unused) });
      continue;
    }
    heard.push(...heardIn(action).map((one) => ({ ...place, ...one })));
    if (isEnd(action)) return { path, heard, at: place, end: action };
    turn = next(flows, position, outcomeOf(action, world));
  }
}

type Sound = HeardItem extends infer One ? (One extends HeardItem ? Omit<One, keyof Place> : never) : never;

function heardIn(action: Exclude<Action, { do: 'collect' }>): Sound[] {
  switch (action.do) {
    case 'play':
      return [{ kind: 'prompts', prompts: action.prompts }];
    case 'say':
      return [{ kind: 'value', as: action.as, value: action.value }];
    case 'fallBack':
      return action.to.kind === 'message' ? [{ kind: 'prompts', prompts: action.to.prompts.filter(isComplete) }] : [];
    default:
      return [];
  }
}

const isEnd = (action: Action): action is End => ENDS.some((end) => end === action.do);

/** The outcome of an action. */
function outcomeOf(action: Exclude<Action, End | { do: 'collect' }>, world: SimulatedWorld): Outcome {
  switch (action.do) {
    case 'play':
    case 'say':
      return { kind: 'played' };
    case 'askHours': {
      const open = world.isOpen(action.scheduleId);
      return open === null ? { kind: 'missing' } : { kind: 'hours', open };
    }
    case 'askCaller': {
      const matches = world.isCaller(action.condition);
      return matches === null ? { kind: 'missing' } : { kind: 'caller', matches };
    }
    case 'ring': {
      const result = world.rings(action.target);
      return result === null ? { kind: 'missing' } : { kind: 'rang', result };
    }
    case 'ask':
      return { kind: 'replied', variables: world.replies(action.url) };
  }
}

type Collect = Extract<Action, { do: 'collect' }>;

/** Simulates a caller who presses the keys after the prompts, and then nothing. */
function press(
  { rules, directDial, typedAhead, prompts }: Collect,
  menuExtensions: readonly string[],
  keys: string,
): { digits: Collected; unused: string; isPromptHeard: boolean } {
  const { wanted } = rules;
  const complete =
    wanted.kind === 'choice' && directDial ? { ...rules, wanted: { ...wanted, extensions: menuExtensions } } : rules;
  let step: Collection = startCollecting(complete, typedAhead, prompts.length > 0);
  const isPromptHeard = prompts.length > 0 && !step.stopPrompt;
  if (step.result === null) step = collect(step.state, { kind: 'promptEnded' });
  let used = 0;
  for (const digit of keys) {
    if (step.result !== null) break;
    step = collect(step.state, { kind: 'digit', digit });
    used++;
  }
  const digits = step.result ??
    collect(step.state, { kind: 'elapsed', turn: step.state.turn }).result ?? { kind: 'none' };
  return { digits, unused: keys.slice(used), isPromptHeard };
}

/** Unused keys count as typed ahead. After a wrong input there are none. */
const withUnused = (digits: Collected, unused: string): Collected =>
  'rest' in digits ? { ...digits, rest: digits.rest + unused } : digits;
