import type { Fallback, FlowContent } from '../content/graph-contract.ts';
import type { CallerCondition, Prompt, READINGS, RingTarget } from '../content/parts-contract.ts';

/** A node or part without unchosen ids (null). */
export type Complete<T> = T & { [K in keyof T]: NonNullable<T[K]> };
export const isComplete = <T extends object>(part: T): part is Complete<T> =>
  Object.values(part).every((value) => value !== null);

/** The published versions that a call can go through, by flow id. They are fixed when the call is admitted. */
export type Flows = ReadonlyMap<string, { versionId: string; content: FlowContent }>;

/** A node of a flow, in a call. */
export type Place = { flowId: string; nodeId: string };

/** A call's position in its flows, with its variables and digits: plain data that survives a restart of call control. */
export type Position = Place & {
  variables: Readonly<Record<string, string>>;
  /** the variables whose values are kept out of logs, history, statistics and webhooks */
  secrets: readonly string[];
  /** the word before the caller's name; empty if there is none */
  callerNamePrefix: string;
  /** a node's instruction about recording this call; `asSet`: none, so the settings decide */
  recording: 'asSet' | 'on' | 'off';
  /** digits that were pressed and have not been used yet */
  typedAhead: string;
  /** nodes passed so far, all flows together */
  steps: number;
  /** how often this node was entered in a row */
  repeats: number;
  /** how often the caller pressed nothing and something wrong during this visit of the node */
  noInputs: number;
  wrongInputs: number;
};

/** How to collect digits. `calls/digits/` implements it. */
export type DigitRules = {
  interruptible: boolean;
  listensWhilePlaying: boolean;
  firstDigitSeconds: number;
  nextDigitSeconds: number;
  /** the key that ends the input; null: none */
  endKey: '#' | '*' | null;
  wanted:
    /**
     * `extensions`: the numbers that can be dialled here. The interpreter leaves them empty, and call control fills
     * them in.
     */
    | { kind: 'choice'; options: readonly { id: string; digits: string }[]; extensions: readonly string[] }
    | { kind: 'digits'; least: number; most: number };
};

/** What the caller pressed. `rest`: the digits after that, for the next node. */
export type Collected =
  | { kind: 'option'; id: string; rest: string }
  | { kind: 'extension'; number: string; rest: string }
  | { kind: 'digits'; digits: string; rest: string }
  | { kind: 'none' }
  | { kind: 'wrong'; digits: string };

/** What a node makes the call do. Each action has one outcome, except those that end the flow. */
export type Action =
  | { do: 'play'; prompts: readonly Complete<Prompt>[] }
  | { do: 'say'; as: (typeof READINGS)[number]; value: string }
  | {
      do: 'collect';
      prompts: readonly Complete<Prompt>[];
      rules: DigitRules;
      /** the extensions that are reachable from menus can be dialled too */
      directDial: boolean;
      secret: boolean;
      typedAhead: string;
    }
  | { do: 'askHours'; scheduleId: string }
  | { do: 'askCaller'; condition: Complete<CallerCondition> }
  | {
      do: 'ring';
      target: Complete<RingTarget>;
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
  /** only in drafts */
  'open_exit',
  'too_many_steps',
  'too_many_repeats',
  'too_long',
  'failed',
] as const;
export type FallbackReason = (typeof FALLBACK_REASONS)[number];

/** The outcome of an action. */
export type Outcome =
  /** the call enters its node, at the start and again after a restart of call control */
  | { kind: 'begin' }
  | { kind: 'played' }
  | { kind: 'collected'; digits: Collected }
  | { kind: 'hours'; open: boolean }
  | { kind: 'caller'; matches: boolean }
  | { kind: 'rang'; result: 'answered' | 'noAnswer' | 'busy' | 'unreachable' }
  | { kind: 'replied'; variables: Readonly<Record<string, string>> | null }
  /** the target of the node was deleted */
  | { kind: 'missing' }
  /** the call has been in its flows for 30 minutes without a person */
  | { kind: 'tooLong' };

/** A node that the call has passed, and the exit that it took. Null if the node ended the flow or led to another flow. */
export type PassedNode = Place & { exit: string | null };

/** One turn of the interpreter. `passed`: the nodes that it left, including those that don't wait. */
export type Turn = { position: Position; passed: readonly PassedNode[]; action: Action };
