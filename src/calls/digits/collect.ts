import type { Collected, DigitRules } from '../../flows/interpreter/walk.ts';
import { judge, judgeAtTimeOut } from './judge.ts';

/** The state of collecting digits, as plain data. */
export type Collecting = {
  rules: DigitRules;
  pressed: string;
  isPlaying: boolean;
  /** numbers the timers; only the latest one counts */
  turn: number;
};

export type DigitEvent =
  | { kind: 'digit'; digit: string }
  /** all prompts of the node have been played */
  | { kind: 'promptEnded' }
  | { kind: 'elapsed'; turn: number };

/** `timer`: wait this many milliseconds, then send `elapsed` with the turn of `state`. Null: start no timer. */
export type Collection = { state: Collecting; result: Collected | null; stopPrompt: boolean; timer: number | null };

const KEYS = /^[0-9*#]$/;

const unchanged = (state: Collecting): Collection => ({ state, result: null, stopPrompt: false, timer: null });

const wait = (state: Collecting, seconds: number, stopPrompt: boolean): Collection => ({
  state: { ...state, turn: state.turn + 1 },
  result: null,
  stopPrompt,
  timer: seconds * 1000,
});

const over = (state: Collecting, result: Collected, stopPrompt: boolean): Collection => ({
  state: { ...state, isPlaying: false, turn: state.turn + 1 },
  result,
  stopPrompt,
  timer: null,
});

/** Starts collecting. If `stopPrompt` is set, the prompts need not be played, because the caller has typed ahead. */
export function startCollecting(rules: DigitRules, typedAhead: string, hasPrompt: boolean): Collection {
  const state: Collecting = { rules, pressed: typedAhead, isPlaying: hasPrompt, turn: 0 };
  if (!hasPrompt) return listen(state, false);
  return typedAhead !== '' && rules.interruptible ? listen({ ...state, isPlaying: false }, true) : unchanged(state);
}

/** The prompts have ended. Either the digits so far decide, or we wait for the next one. */
function listen(state: Collecting, stopPrompt: boolean): Collection {
  const { rules, pressed } = state;
  const result = judge(rules, pressed);
  if (result) return over(state, result, stopPrompt);
  return wait(state, pressed === '' ? rules.firstDigitSeconds : rules.nextDigitSeconds, stopPrompt);
}

/** Handles one event while digits are collected. */
export function collect(state: Collecting, event: DigitEvent): Collection {
  switch (event.kind) {
    case 'digit':
      return KEYS.test(event.digit) ? pressedKey(state, event.digit) : unchanged(state);
    case 'promptEnded':
      return state.isPlaying ? listen({ ...state, isPlaying: false }, false) : unchanged(state);
    case 'elapsed':
      return event.turn === state.turn && !state.isPlaying
        ? over(state, judgeAtTimeOut(state.rules, state.pressed), false)
        : unchanged(state);
  }
}

/**
 * Handles a key. While prompts are playing, the node's rules say whether it stops them and whether it counts.
 * Afterwards every key counts.
 */
function pressedKey(state: Collecting, digit: string): Collection {
  const { rules, isPlaying } = state;
  const counts = !isPlaying || rules.listensWhilePlaying;
  const next = counts ? { ...state, pressed: state.pressed + digit } : state;
  if (isPlaying && !rules.interruptible) return unchanged(next);
  return listen({ ...next, isPlaying: false }, isPlaying);
}
