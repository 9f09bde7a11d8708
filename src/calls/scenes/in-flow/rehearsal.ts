import type { Action, Collected, DigitRules, Outcome } from '../../../flows/interpreter/walk.ts';
import type { Call } from '../../model/call.ts';
import type { Sound } from '../../model/mailbox.ts';
import type { Step } from '../step.ts';
import { type AdmittedInFlow, walk } from './in-flow.ts';
import { startPlayback } from './playback.ts';

/** The result of a ring in a test call, by the key that chooses it. */
const RESULTS = { '1': 'answered', '2': 'noAnswer', '3': 'busy', '4': 'unreachable' } as const;

const RULES: DigitRules = {
  interruptible: true,
  listensWhilePlaying: true,
  firstDigitSeconds: 5,
  nextDigitSeconds: 1,
  endKey: null,
  wanted: {
    kind: 'choice',
    options: Object.entries(RESULTS).map(([digits, id]) => ({ id, digits })),
    extensions: [],
  },
};

/** How the caller chooses the result. Digits typed ahead are not used here, since they are meant for the flow's nodes. */
export const RING_RESULTS = { rules: RULES, directDial: false, typedAhead: '' };

/** A caller who presses nothing, or any other key, gets "no answer". */
export function ringResult(pressed: Collected): Outcome {
  const chosen = pressed.kind === 'option' ? Object.values(RESULTS).find((result) => result === pressed.id) : undefined;
  return { kind: 'rang', result: chosen ?? 'noAnswer' };
}

/**
 * Announces what a real call would do, since a test call rings nobody and doesn't leave the flow. Null for all other
 * actions.
 */
export function rehearse(call: Call, walking: AdmittedInFlow, action: Action, at: string): Step | null {
  const announce = (sounds: readonly Sound[], asks = false): Step =>
    startPlayback(call, walking, { do: 'rehearse', sounds, asks }, at);
  const numberOf = (id: string) => walking.flow.loaded?.numbers?.get(id);
  const isGone = () => walk(call, walking, { outcome: { kind: 'missing' }, at });
  switch (action.do) {
    case 'ring': {
      const { target } = action;
      const number = target.kind === 'external' ? target.number : numberOf(target.id);
      return number === undefined ? isGone() : announce([WOULD_RING, spelled(number), 'strowger/test/choose'], true);
    }
    case 'dialExtension':
      return announce([WOULD_RING, spelled(action.number), END]);
    case 'takeMessage': {
      const number = numberOf(action.mailboxId);
      return number === undefined ? isGone() : announce([WOULD_TAKE_MESSAGE, spelled(number), END]);
    }
    case 'fallBack': {
      const { to } = action;
      if (to.kind === 'message') return null;
      const number = to.kind === 'external' ? to.number : numberOf(to.id);
      return announce([FALLS_BACK, ...(number === undefined ? [] : [spelled(number)]), END]);
    }
    default:
      return null;
  }
}

const WOULD_RING = 'strowger/test/would-ring';
const WOULD_TAKE_MESSAGE = 'strowger/test/would-take-message';
const FALLS_BACK = 'strowger/test/falls-back';
const END = 'strowger/test/ends';

/** Reads a number digit by digit. */
const spelled = (number: string): Sound => ({ read: 'digits', value: number.replaceAll(/\D/g, '') });
