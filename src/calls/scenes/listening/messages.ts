import { type Call, carried } from '../../model/call.ts';
import type { Command } from '../../model/command.ts';
import type { Folder, ListeningStage } from '../../model/listening-stage.ts';
import type { OpenMailbox, PhoneMessage, Sound } from '../../model/mailbox.ts';
import * as rerouting from '../rerouting.ts';
import { after, stay, type Step, withFirst } from '../step.ts';
import { type Listening, say, timerOf } from './turn.ts';
import { messageSounds, prompt, summary } from './voicemail-prompts.ts';

/** Plays the number of messages and the menu. */
export const toMenu = (call: Call, scene: Listening, mailbox: OpenMailbox): Step =>
  say(call, scene, { at: 'menu', mailbox }, [...summary(mailbox.messages), prompt('menu')]);

const isIn = (folder: Folder, { isNew }: PhoneMessage): boolean => isNew === (folder === 'new');

/**
 * Plays the message at this position of the folder and marks it as read. It stays in the folder of new messages until
 * the call ends.
 */
export function toMessage(call: Call, scene: Listening, { mailbox, folder, place, said = [] }: Position): Step {
  const message = mailbox.messages.filter((one) => isIn(folder, one))[place];
  if (!message) return say(call, scene, { at: 'menu', mailbox }, [...said, prompt('no-more'), prompt('menu')]);
  const stage: ListeningStage = { at: 'message', mailbox, folder, message, isHeard: false };
  const step = say(call, scene, stage, [...said, ...messageSounds(mailbox.tenantId, message)]);
  return message.isNew ? withFirst(markAs(mailbox, message, 'read'), step) : step;
}

/** A message of a folder, and what is said before it. */
type Position = { mailbox: OpenMailbox; folder: Folder; place: number; said?: Sound[] };

const markAs = ({ tenantId }: OpenMailbox, { id }: PhoneMessage, as: 'read' | 'saved' | 'deleted'): Command => ({
  type: 'askMailbox',
  request: { kind: 'mark', tenantId, messageId: id, as },
});

type AtMessage = Extract<ListeningStage, { at: 'message' }>;

/** Handles a key during or after a message. */
export function onMessage(
  call: Call,
  scene: Listening,
  stage: AtMessage,
  { digit, at }: { digit: string; at: string },
): Step {
  const { mailbox, folder, message } = stage;
  const place = mailbox.messages.filter((one) => isIn(folder, one)).indexOf(message);
  switch (digit) {
    case '1':
      return toMessage(call, scene, { mailbox, folder, place });
    case '2':
      return withFirst(
        markAs(mailbox, message, 'saved'),
        toMessage(call, scene, { mailbox, folder, place: place + 1, said: [prompt('saved')] }),
      );
    case '3': {
      const left = { ...mailbox, messages: mailbox.messages.filter((one) => one !== message) };
      return withFirst(
        markAs(mailbox, message, 'deleted'),
        toMessage(call, scene, { mailbox: left, folder, place, said: [prompt('deleted')] }),
      );
    }
    case '4':
      return callBack(call, scene, stage, at);
    case '#':
      return toMessage(call, scene, { mailbox, folder, place: place + 1 });
    case '*':
      return toMenu(call, scene, mailbox);
    default:
      return stay(call);
  }
}

/**
 * Calls the sender back as if the extension's phone had dialled the number: the tenant's status, permissions and lines
 * apply. Callers from outside can't do this, because the number on a message may be forged, and the tenant would pay
 * for the call.
 */
function callBack(call: Call, scene: Listening, stage: AtMessage, at: string): Step {
  const { from } = stage.message;
  if (scene.access.source.kind !== 'ownPhone' || !/^\+?\d+$/.test(from))
    return say(call, scene, { ...stage, isHeard: true }, [prompt('not-now'), prompt('options')]);
  const stop: Command = { type: 'stopPlaying', id: timerOf(scene) };
  // the caller's channel is up, so that its ringback is a tone, which stops with the answer
  const answered = { since: scene.answer, by: { extensionId: null, number: scene.facts.to } };
  const going = { ...carried(scene), answered };
  return after([stop], rerouting.redirect(call, going, { kind: 'dialled', number: from }, at));
}
