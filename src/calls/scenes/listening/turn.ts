import type { DigitRules } from '../../../flows/interpreter/walk.ts';
import { type Collecting, startCollecting } from '../../digits/collect.ts';
import type { Call, Scene } from '../../model/call.ts';
import type { ListeningStage } from '../../model/listening-stage.ts';
import type { MailboxRequest, Sound } from '../../model/mailbox.ts';
import { act, type Step } from '../step.ts';
import { prompt } from './voicemail-prompts.ts';

export type Listening = Scene<'listening'>;
/** How long to wait for a key after a prompt. */
export const KEY_SECONDS = 8;

/** How callers type mailbox numbers and PINs: ended by #. */
const TYPING: DigitRules = {
  interruptible: true,
  listensWhilePlaying: true,
  firstDigitSeconds: KEY_SECONDS,
  nextDigitSeconds: KEY_SECONDS,
  endKey: '#',
  wanted: { kind: 'digits', least: 1, most: 20 },
};

/** Nothing has been typed yet, and the prompt is playing. */
export const NOTHING_TYPED: Collecting = startCollecting(TYPING, '', true).state;

/** Names the playback of this turn, and the timer after it. */
export const timerOf = ({ facts, turn }: Pick<Listening, 'facts' | 'turn'>): string => `${facts.id}-voicemail-${turn}`;

/** Plays a prompt in a stage. A prompt that is still playing stops. */
export function say(call: Call, scene: Listening, stage: ListeningStage, sounds: Sound[]): Step {
  const next: Listening = { ...scene, stage, sounds, turn: scene.turn + 1 };
  return {
    call: { caller: call.caller, scene: next },
    commands: [
      [{ type: 'stopPlaying', id: timerOf(scene) }],
      [{ type: 'play', channel: call.caller, id: timerOf(next), sounds }],
    ],
  };
}

export function ask(call: Call, scene: Listening, stage: ListeningStage, request: MailboxRequest): Step {
  const next: Listening = { ...scene, stage, turn: scene.turn + 1 };
  return act(call, next, { type: 'stopPlaying', id: timerOf(scene) }, { type: 'askMailbox', request });
}

export const leave = (call: Call, scene: Listening, ...sounds: string[]): Step =>
  say(call, scene, { at: 'leaving' }, sounds.map(prompt));
