import type { Fallback, FlowContent } from './graph-contract.ts';
import type { CallerCondition, Prompt, READINGS, RingTarget } from './parts-contract.ts';

/** Something in which nothing is left to choose: no id is null. */
export type Chosen<T> = T & { [K in keyof T]: NonNullable<T[K]> };
export const isChosen = <T extends object>(thing: T): thing is Chosen<T> =>
  Object.values(thing).every((value) => value !== null);

/** The published versions that a call can come through, fixed when the call is admitted, by the id of their flow. */
export type Flows = ReadonlyMap<string, { versionId: string; content: FlowContent }>;

/** A node of a flow, in a call. */
export type Place = { flowId: string; nodeId: string };

/** Where a call is in its flows, and what it has gathered: plain data, which outlives a restart of call control. */
export type Position = Place & {
  variables: Readonly<Record<string, string>>;
  /** the variables whose values are kept out of logs, history, statistics and webhooks */
  secrets: readonly string[];
  /** the word before the caller's name; empty if there is none */
  callerNamePrefix: string;
  /** what a node has said about recording the talks of this call; `asSet`: none has, and the settings decide */
  recording: 'asSet' | 'on' | 'off';
  /** digits that were pressed and have not been used yet */
  typedAhead: string;
  /** nodes passed so far, all flows together */
  steps: number;
  /** how often this node has been entered without another between */
  repeats: number;
  /** how often nothing, and something wrong, was pressed during this visit of the node */
  noInputs: number;
  wrongInputs: number;
};

/** How digits are collected. The engine in `calls/digits/` reads it. */
export type DigitRules = {
  interruptible: boolean;
  listensWhilePlaying: boolean;
  firstDigitSeconds: number;
  nextDigitSeconds: number;
  /** ends the input, and is not part of it; null: no key does */
  endKey: '#' | '*' | null;
  wanted:
    /** `extensions`: the numbers that can be dialled here. The interpreter knows none, and leaves that to call control. */
    | { kind: 'choice'; options: readonly { id: string; digits: string }[]; extensions: readonly string[] }
    | { kind: 'digits'; least: number; most: number };
};

/** What the caller pressed. `rest`: digits that came after, for the next node. */
export type Collected =
  | { kind: 'option'; id: string; rest: string }
  | { kind: 'extension'; number: string; rest: string }
  | { kind: 'digits'; digits: string; rest: string }
  | { kind: 'none' }
  | { kind: 'wrong'; digits: string };

/** What a node makes the call do. Each has one outcome, except those that end the flow. */
export type Action =
  | { do: 'play'; prompts: readonly Chosen<Prompt>[] }
  | { do: 'say'; as: (typeof READINGS)[number]; value: string }
  | {
      do: 'collect';
      prompts: readonly Chosen<Prompt>[];
      rules: DigitRules;
      /** the extensions that are reachable from menus can be dialled too */
      directDial: boolean;
      secret: boolean;
      typedAhead: string;
    }
  | { do: 'askHours'; scheduleId: string }
  | { do: 'askCaller'; condition: Chosen<CallerCondition> }
  | {
      do: 'ring';
      target: Chosen<RingTarget>;
      ringSeconds: number | null;
      confirm: boolean;
      callerNamePrefix: string;
      staysAfter: boolean;
    }
  | { do: 'ask'; url: string; variables: Readonly<Record<string, string>> }
  /** the ways out of a flow */
  | { do: 'dialExtension'; number: string; callerNamePrefix: string }
  | { do: 'takeMessage'; mailboxId: string }
  | { do: 'fallBack'; to: Fallback; because: FallbackReason }
  | { do: 'hangUp' };

/** Why a flow could not continue. */
export const FALLBACK_REASONS = [
  'missing_target',
  /** only a draft has one */
  'open_exit',
  'too_many_steps',
  'too_many_repeats',
  'too_long',
  'failed',
] as const;
export type FallbackReason = (typeof FALLBACK_REASONS)[number];

/** What came of an action. */
export type Outcome =
  /** the call comes to the node of its position: at the start, and again after a restart of call control */
  | { kind: 'begin' }
  | { kind: 'played' }
  | { kind: 'collected'; digits: Collected }
  | { kind: 'hours'; open: boolean }
  | { kind: 'caller'; matches: boolean }
  | { kind: 'rang'; result: 'answered' | 'noAnswer' | 'busy' | 'unreachable' }
  | { kind: 'replied'; variables: Readonly<Record<string, string>> | null }
  /** what the node points to is gone */
  | { kind: 'missing' }
  /** the call has been in its flows for 30 minutes without a person */
  | { kind: 'tooLong' };

/** A node that the call went through, and the exit that it took; null for one that ended the flow, or led to another. */
export type Passed = Place & { exit: string | null };

/** One turn of the interpreter. `passed`: the nodes that it left, including those that don't wait. */
export type Turn = { position: Position; passed: readonly Passed[]; action: Action };
