import type { Collected, DigitRules } from '../../flows/walk.ts';
import { judge, judgeAtTimeOut } from './judge.ts';

/** Digits being collected: plain data. */
export type Collecting = {
  rules: DigitRules;
  pressed: string;
  isPlaying: boolean;
  /** names the time that is being waited; another than the newest is over without effect */
  turn: number;
};

export type DigitEvent =
  | { kind: 'digit'; digit: string }
  /** all prompts of the node have been played */
  | { kind: 'promptEnded' }
  | { kind: 'elapsed'; turn: number };

/** `timer`: wait this many milliseconds, then send `elapsed` with the turn of `state`; null: wait for nothing else. */
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

/** Begins to collect. With `stopPrompt`, its prompts need not be played: what was typed ahead comes before them. */
export function startCollecting(rules: DigitRules, typedAhead: string, hasPrompt: boolean): Collection {
  const state: Collecting = { rules, pressed: typedAhead, isPlaying: hasPrompt, turn: 0 };
  if (!hasPrompt) return listen(state, false);
  return typedAhead !== '' && rules.interruptible ? listen({ ...state, isPlaying: false }, true) : unchanged(state);
}

/** The prompts are over: what has been pressed decides, or the next digit is waited for. */
function listen(state: Collecting, stopPrompt: boolean): Collection {
  const { rules, pressed } = state;
  const result = judge(rules, pressed);
  if (result) return over(state, result, stopPrompt);
  return wait(state, pressed === '' ? rules.firstDigitSeconds : rules.nextDigitSeconds, stopPrompt);
}

/** One event of a call whose digits are being collected. */
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

/** What a key does while the prompts are being played: stop them or not, count or not. Afterwards every key counts. */
function pressedKey(state: Collecting, digit: string): Collection {
  const { rules, isPlaying } = state;
  const counts = !isPlaying || rules.listensWhilePlaying;
  const next = counts ? { ...state, pressed: state.pressed + digit } : state;
  if (isPlaying && !rules.interruptible) return unchanged(next);
  return listen({ ...next, isPlaying: false }, isPlaying);
}
