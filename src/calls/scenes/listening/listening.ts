import { collect, type Collecting, type Collection } from '../../digits/collect.ts';
import { type Admitted, type Call, carried, type Scene } from '../../model/call.ts';
import type { Command } from '../../model/command.ts';
import type { ToVoicemail } from '../../model/decision.ts';
import type { Event } from '../../model/event.ts';
import type { ListeningStage } from '../../model/listening-stage.ts';
import type { MailboxAccess, MailboxReply, OpenMailbox } from '../../model/mailbox.ts';
import { CAUSE, FIRST_WORD_MS } from '../../rules.ts';
import * as ended from '../ended.ts';
import { act, stay, type Step } from '../step.ts';
import { onMessage, toMenu, toMessage } from './messages.ts';
import { ask, KEY_SECONDS, leave, type Listening, NOTHING_TYPED, say, timerOf } from './turn.ts';
import { prompt } from './voicemail-prompts.ts';

/** How often a prompt is played without a key being pressed. */
const MAX_TURNS_IN_SILENCE = 3;
const MAX_ATTEMPTS = 3;
const MAX_GREETING_SECONDS = 120;
const GREETING_SILENCE_SECONDS = 5;

/** A phone dials voicemail. The first prompt waits until the phone has started its audio. */
export function enter(call: Call, admitted: Admitted, { access }: ToVoicemail, at: string): Step {
  const scene: Listening = { ...sceneOf(admitted, access), answer: { kind: 'seen', at } };
  return act(
    call,
    scene,
    { type: 'answer', channel: call.caller },
    { type: 'saveAnswer', facts: admitted.facts, at, answeredBy: null },
    { type: 'wait', milliseconds: FIRST_WORD_MS, next: { type: 'elapsed', timer: timerOf(scene) } },
  );
}

/** The same for a caller whose call is already answered. */
export function open(call: Call, taking: Scene<'takingMessage'>, access: MailboxAccess): Step {
  return begin(call, { ...sceneOf(carried(taking), access), answer: taking.answer });
}

const sceneOf = (admitted: Admitted, access: MailboxAccess): Omit<Listening, 'answer'> => ({
  kind: 'listening',
  ...admitted,
  access,
  stage: { at: 'answered' },
  turn: 0,
  turnsInSilence: 0,
  attempts: 0,
  sounds: [],
});

export function on(call: Call, scene: Listening, event: Event, at: string): Step {
  const { stage } = scene;
  switch (event.type) {
    case 'elapsed':
      return event.timer === timerOf(scene) ? waited(call, scene) : stay(call);
    case 'played':
      return event.id === timerOf(scene) ? played(call, scene, at) : stay(call);
    case 'digit':
      return event.channel === call.caller
        ? pressed(call, { ...scene, turnsInSilence: 0 }, event.digit, at)
        : stay(call);
    case 'mailbox':
      return replied(call, scene, event.reply);
    case 'recorded':
      return stage.at === 'greeting' && event.id === stage.id ? greetingRecorded(call, scene, stage) : stay(call);
    default:
      return stay(call);
  }
}

function begin(call: Call, scene: Listening): Step {
  return scene.access.by.kind === 'number'
    ? say(call, scene, { at: 'number', typed: NOTHING_TYPED }, [prompt('enter-mailbox')])
    : openMailbox(call, scene, null, null);
}

const openMailbox = (call: Call, scene: Listening, number: string | null, pin: string | null): Step =>
  ask(call, scene, { at: 'opening', number }, { kind: 'open', access: scene.access, number, pin });

/** Nothing was pressed: plays the prompt again, and hangs up after a few times. */
function waited(call: Call, scene: Listening): Step {
  const { stage, sounds, turnsInSilence } = scene;
  if (stage.at === 'answered') return begin(call, scene);
  if (turnsInSilence + 1 >= MAX_TURNS_IN_SILENCE) return leave(call, scene, 'goodbye');
  // digits without # are dropped
  const again: ListeningStage = 'typed' in stage ? { ...stage, typed: NOTHING_TYPED } : stage;
  return say(call, { ...scene, turnsInSilence: turnsInSilence + 1 }, again, sounds);
}

function played(call: Call, scene: Listening, at: string): Step {
  const { stage } = scene;
  if ('typed' in stage) return typed(call, scene, stage, collect(stage.typed, { kind: 'promptEnded' }));
  if (stage.at === 'leaving') return ended.enter(call, { cause: CAUSE.normal, by: 'system' }, at);
  if (stage.at === 'message' && !stage.isHeard)
    return say(call, scene, { ...stage, isHeard: true }, [prompt('options')]);
  if (stage.at === 'greeting' && !stage.isRecording)
    return act(
      call,
      { ...scene, stage: { ...stage, isRecording: true } },
      {
        type: 'record',
        channel: call.caller,
        id: stage.id,
        maxSeconds: MAX_GREETING_SECONDS,
        silenceSeconds: GREETING_SILENCE_SECONDS,
        beep: true,
      },
    );
  return act(call, scene, {
    type: 'wait',
    milliseconds: KEY_SECONDS * 1000,
    next: { type: 'elapsed', timer: timerOf(scene) },
  });
}

function pressed(call: Call, scene: Listening, digit: string, at: string): Step {
  const { stage } = scene;
  switch (stage.at) {
    case 'number':
    case 'pin':
    case 'newPin':
      return typed(call, scene, stage, collect(stage.typed, { kind: 'digit', digit }));
    case 'menu':
      return chosen(call, scene, stage.mailbox, digit);
    case 'message':
      return onMessage(call, scene, stage, { digit, at });
    case 'answered':
    case 'opening':
    case 'greeting':
    case 'saving':
    case 'leaving':
      return stay(call);
  }
}

type Typing = Extract<ListeningStage, { typed: Collecting }>;

/** Handles the result of a key, or of the end of a prompt. */
function typed(call: Call, scene: Listening, stage: Typing, { state, result, stopPrompt, timer }: Collection): Step {
  if (result !== null) return entered(call, scene, stage, 'digits' in result ? result.digits : '');
  const typing: Listening = { ...scene, stage: { ...stage, typed: state } };
  if (timer === null) return act(call, typing);
  const next: Listening = { ...typing, turn: scene.turn + 1 };
  const stop: Command[] = stopPrompt ? [{ type: 'stopPlaying', id: timerOf(scene) }] : [];
  return act(call, next, ...stop, {
    type: 'wait',
    milliseconds: timer,
    next: { type: 'elapsed', timer: timerOf(next) },
  });
}

function entered(call: Call, scene: Listening, stage: Typing, digits: string): Step {
  switch (stage.at) {
    case 'number':
      return say(call, scene, { at: 'pin', number: digits, typed: NOTHING_TYPED }, [prompt('enter-pin')]);
    case 'pin':
      return openMailbox(call, scene, stage.number, digits);
    case 'newPin': {
      const { mailbox } = stage;
      const request = { kind: 'setPin', tenantId: mailbox.tenantId, mailboxId: mailbox.id, pin: digits } as const;
      return ask(call, scene, { at: 'saving', mailbox, what: 'pin' }, request);
    }
  }
}

function replied(call: Call, scene: Listening, reply: MailboxReply): Step {
  const { stage } = scene;
  if (stage.at === 'opening') return opened(call, scene, stage.number, reply);
  if (stage.at !== 'saving') return stay(call);
  const { mailbox, what } = stage;
  const isDone = reply.kind === 'done';
  const said = what === 'pin' ? (isDone ? 'pin-stored' : 'pin-refused') : isDone ? 'greeting-stored' : 'not-now';
  return say(call, scene, { at: 'menu', mailbox }, [prompt(said), prompt('menu')]);
}

function opened(call: Call, scene: Listening, number: string | null, reply: MailboxReply): Step {
  switch (reply.kind) {
    case 'open':
      return toMenu(call, scene, reply.mailbox);
    case 'closed':
      return say(call, scene, { at: 'pin', number, typed: NOTHING_TYPED }, [prompt('enter-pin')]);
    case 'wrong':
      return wrong(call, { ...scene, attempts: scene.attempts + 1 });
    case 'wait':
      return leave(call, scene, 'wait');
    case 'none':
      return leave(call, scene, 'no-mailbox');
    case 'done':
    case 'refused':
      return leave(call, scene, 'not-now');
  }
}

function wrong(call: Call, scene: Listening): Step {
  if (scene.attempts >= MAX_ATTEMPTS) return leave(call, scene, 'wrong', 'goodbye');
  const again: ListeningStage =
    scene.access.by.kind === 'number'
      ? { at: 'number', typed: NOTHING_TYPED }
      : { at: 'pin', number: null, typed: NOTHING_TYPED };
  return say(call, scene, again, [prompt('wrong'), prompt(again.at === 'number' ? 'enter-mailbox' : 'enter-pin')]);
}

function chosen(call: Call, scene: Listening, mailbox: OpenMailbox, digit: string): Step {
  switch (digit) {
    case '1':
      return toMessage(call, scene, { mailbox, folder: 'new', place: 0 });
    case '2':
      return toMessage(call, scene, { mailbox, folder: 'old', place: 0 });
    case '3': {
      const stage = { at: 'greeting', mailbox, id: `greeting-${timerOf(scene)}`, isRecording: false } as const;
      return say(call, scene, stage, [prompt('record-greeting')]);
    }
    case '4':
      return say(call, scene, { at: 'newPin', mailbox, typed: NOTHING_TYPED }, [prompt('enter-new-pin')]);
    case '#':
      return leave(call, scene, 'goodbye');
    default:
      return stay(call);
  }
}

function greetingRecorded(
  call: Call,
  scene: Listening,
  { mailbox, id }: Extract<ListeningStage, { at: 'greeting' }>,
): Step {
  const request = { kind: 'setGreeting', tenantId: mailbox.tenantId, mailboxId: mailbox.id, recording: id } as const;
  return ask(call, scene, { at: 'saving', mailbox, what: 'greeting' }, request);
}
