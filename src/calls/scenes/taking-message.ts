import type { Admitted, Call, Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { ToMailbox } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import type { MailboxAccess, MessageNote, RecordedMessage, Sound } from '../model/mailbox.ts';
import { CAUSE, FIRST_WORD_MS } from '../rules.ts';
import * as announcing from './announcing.ts';
import * as ended from './ended.ts';
import * as listening from './listening/listening.ts';
import { act, after, stay, type Step, withFirst } from './step.ts';

type Taking = Scene<'takingMessage'>;

/** After this much silence the caller has finished speaking. */
const SILENCE_SECONDS = 10;

/** A mailbox takes the call. The greeting waits until the phone has started its audio. */
export function enter(call: Call, admitted: Admitted, { mailbox, messageId }: ToMailbox, at: string): Step {
  const { facts, origin, party } = admitted;
  const { tenantId } = facts;
  if (tenantId === null) return announcing.enter(call, 'unavailable', at, admitted);
  const note = {
    id: messageId,
    tenantId,
    mailboxId: mailbox.id,
    callId: facts.id,
    // after a transfer, this may be the party that was called
    from: party.number,
    fromName: origin.restricted ? '' : origin.name,
    receivedAt: at,
  };
  const scene: Taking = {
    kind: 'takingMessage',
    ...admitted,
    mailbox,
    note,
    stage: 'answered',
    answer: { kind: 'seen', at },
  };
  return act(
    call,
    scene,
    { type: 'answer', channel: call.caller },
    { type: 'saveAnswer', facts, at, answeredBy: null },
    { type: 'wait', milliseconds: FIRST_WORD_MS, next: { type: 'elapsed', timer: messageId } },
  );
}

export function on(call: Call, scene: Taking, event: Event, at: string): Step {
  const { mailbox, note, stage } = scene;
  switch (event.type) {
    case 'elapsed':
      return stage === 'answered' && event.timer === note.id ? greet(call, scene) : stay(call);
    case 'played':
      return event.id === playId(note, stage) ? played(call, scene, at) : stay(call);
    case 'digit':
      if (stage !== 'greeting') return stay(call);
      if (event.digit === '#') return act(call, scene, { type: 'stopPlaying', id: playId(note, stage) });
      return event.digit === '*' && mailbox.hasPin ? toOwner(call, scene) : stay(call);
    case 'recorded':
      return event.id === note.id && stage === 'recording' ? recorded(call, scene, event) : stay(call);
    case 'messageNoted':
      return event.id === note.id && stage === 'noting' ? noted(call, scene, event.isNoted) : stay(call);
    case 'messageChecked':
      return event.id === note.id && stage === 'checking' ? store(call, scene, LAST_WORDS[event.recorded]) : stay(call);
    default:
      return stay(call);
  }
}

const playId = ({ id }: MessageNote, stage: Taking['stage']): string => `${id}-${stage}`;

/** Plays a sound. The stage decides what follows it. */
function say(call: Call, scene: Taking, stage: 'greeting' | 'leaving', sound: Sound): Step {
  const next = { ...scene, stage };
  const play: Command = { type: 'play', channel: call.caller, id: playId(scene.note, stage), sounds: [sound] };
  return act(call, next, play);
}

function greet(call: Call, scene: Taking): Step {
  const { mailbox, note } = scene;
  if (mailbox.isFull) return say(call, scene, 'leaving', 'strowger/voicemail/full');
  const { greeting: name } = mailbox;
  const greeting: Sound =
    name === null ? 'strowger/voicemail/greeting' : { tenantId: note.tenantId, kind: 'greetings', name };
  return say(call, scene, 'greeting', greeting);
}

function played(call: Call, scene: Taking, at: string): Step {
  const { note, stage } = scene;
  if (stage === 'leaving') return ended.enter(call, { cause: CAUSE.normal, by: 'system' }, at);
  return act(call, { ...scene, stage: 'noting' }, { type: 'noteMessage', note });
}

/** Nothing is recorded without a note, since it would be lost if call control were killed. */
function noted(call: Call, scene: Taking, isNoted: boolean): Step {
  const { note, mailbox } = scene;
  if (!isNoted) return say(call, scene, 'leaving', LAST_WORDS.unknown);
  const record: Command = {
    type: 'record',
    channel: call.caller,
    id: note.id,
    maxSeconds: mailbox.maxSeconds,
    silenceSeconds: SILENCE_SECONDS,
    beep: true,
  };
  return act(call, { ...scene, stage: 'recording' }, record);
}

/** What the caller hears in the end. */
const LAST_WORDS: Record<RecordedMessage, Sound> = {
  message: 'strowger/voicemail/thanks',
  nothing: 'strowger/voicemail/nothing-recorded',
  unknown: 'strowger/voicemail/not-now',
};

const recorded = (call: Call, scene: Taking, { failed = false }: { failed?: boolean }): Step =>
  failed
    ? store(call, scene, LAST_WORDS.unknown)
    : act(call, { ...scene, stage: 'checking' }, { type: 'checkMessage', note: scene.note });

/** Whatever has been recorded is stored if it is a message. Otherwise it is dropped. */
const store = (call: Call, scene: Taking, lastWords: Sound): Step =>
  withFirst({ type: 'storeMessage', note: scene.note }, say(call, scene, 'leaving', lastWords));

/** The owner is calling from another phone, and opens the mailbox with its PIN. */
function toOwner(call: Call, scene: Taking): Step {
  const { note, party } = scene;
  const stop: Command = { type: 'stopPlaying', id: playId(note, scene.stage) };
  const access: MailboxAccess = {
    tenantId: note.tenantId,
    by: { kind: 'mailbox', id: note.mailboxId },
    source:
      party.extensionId === null
        ? { kind: 'outside', number: note.from }
        : { kind: 'phone', extensionId: party.extensionId },
  };
  return after([stop], listening.open(call, scene, access));
}
