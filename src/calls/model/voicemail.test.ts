import { describe, expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts } from '../../../test/call-facts.ts';
import * as admitting from '../scenes/admitting.ts';
import type { Call } from './call.ts';
import type { Command } from './command.ts';
import type { Decision } from './decision.ts';
import type { Event } from './event.ts';
import { step } from './machine.ts';
import type { MailboxAccess, MailboxFacts, MailboxReply, PhoneMessage } from './mailbox.ts';

const AT = '2026-03-01T12:00:00.000Z';
const arrival = phoneArrival('101', { tenantId: 'bakery' });
const { channel } = arrival;
const facts = callFacts({ tenantId: 'bakery', extensionId: 'e101' });
const origin = { number: '101', name: 'Counter', restricted: false };
const BOX: MailboxFacts = { id: 'box', number: '102', greeting: null, maxSeconds: 180, isFull: false, hasPin: true };

/** A call and its commands, event by event. */
function calling(decision: Decision) {
  let call: Call = admitting.enter(arrival).call;
  let last: Command[] = [];
  const send = (event: Event): Command[] => {
    const next = step(call, event, AT);
    call = next.call;
    last = next.commands.flat();
    return last;
  };
  const find = <T extends Command['type']>(type: T) =>
    last.find((command): command is Extract<Command, { type: T }> => command.type === type);
  send({ type: 'decided', decision });
  return {
    send,
    find,
    did: () => last.map(({ type }) => type),
    said: () =>
      find('play')?.sounds.map((sound) =>
        typeof sound === 'string' ? sound.split('/').at(-1) : 'name' in sound ? sound.name : sound.value,
      ),
    scene: () => call.scene,
    /** The wait for the phone's audio is over. */
    begin: () => send({ type: 'elapsed', timer: timer(call) }),
    /** The current prompt ends. */
    played: () => send({ type: 'played', id: playing(call) }),
    /** The note of the message is written, or can't be. */
    noted: (isNoted = true) => send({ type: 'messageNoted', id: 'message', isNoted }),
    silence: () => send({ type: 'elapsed', timer: timer(call) }),
    press: (keys: string) => [...keys].forEach((digit) => send({ type: 'digit', channel, digit })),
    reply: (reply: MailboxReply) => send({ type: 'mailbox', reply }),
  };
}

function playing({ scene }: Call): string {
  if (scene.kind === 'takingMessage') return `${scene.note.id}-${scene.stage}`;
  return scene.kind === 'listening' ? `${scene.facts.id}-voicemail-${scene.turn}` : '';
}
const timer = (call: Call): string => (call.scene.kind === 'takingMessage' ? call.scene.note.id : playing(call));

const toMailbox = (mailbox: Partial<MailboxFacts> = {}, of = facts) =>
  calling({ kind: 'mailbox', facts: of, origin, mailbox: { ...BOX, ...mailbox }, messageId: 'message' });

describe('a mailbox takes a message', () => {
  test('answers, waits for the phone’s audio, plays the greeting, and records after the tone', () => {
    const call = toMailbox();
    expect(call.did()).toEqual(expect.arrayContaining(['answer', 'saveAnswer', 'wait']));
    call.begin();
    expect(call.said()).toEqual(['greeting']);
    call.played();
    // the note is written before the recording starts, so a crash in between loses nothing
    expect(call.did()).toEqual(['noteMessage']);
    call.noted();
    expect(call.did()).toEqual(['record']);
    expect(call.find('record')).toMatchObject({ id: 'message', maxSeconds: 180, beep: true });
    call.send({ type: 'recorded', id: 'message' });
    expect(call.did()).toEqual(['checkMessage']);
    call.send({ type: 'messageChecked', id: 'message', recorded: 'message' });
    expect(call.did()).toEqual(['storeMessage', 'play']);
    expect(call.said()).toEqual(['thanks']);
    call.played();
    expect(call.scene().kind).toBe('ended');
    expect(call.find('storeMessage')).toBeUndefined();
  });

  test.each([
    ['nothing', 'nothing-recorded'],
    ['unknown', 'not-now'],
  ] as const)('doesn’t say that a message is stored if the recording has %s', (recorded, said) => {
    const call = toMailbox();
    call.begin();
    call.played();
    call.noted();
    call.send({ type: 'recorded', id: 'message' });
    call.send({ type: 'messageChecked', id: 'message', recorded });
    // the recording and its note are deleted, or the message is stored later
    expect(call.did()).toEqual(['storeMessage', 'play']);
    expect(call.said()).toEqual([said]);
  });

  test('says that it is not possible now if nothing can be recorded, and hangs up', () => {
    const full = toMailbox();
    full.begin();
    full.played();
    full.noted(false);
    expect(full.did()).toEqual(['play']);
    expect(full.said()).toEqual(['not-now']);
    full.played();
    expect(full.find('saveEnd')).toMatchObject({ cause: 16, endedBy: 'system' });
    const refused = toMailbox();
    refused.begin();
    refused.played();
    refused.noted();
    refused.send({ type: 'recorded', id: 'message', failed: true });
    expect(refused.did()).toEqual(['storeMessage', 'play']);
    expect(refused.said()).toEqual(['not-now']);
  });

  test('plays the owner’s greeting, and # cuts it short', () => {
    const call = toMailbox({ greeting: 'mine.wav' });
    call.begin();
    expect(call.said()).toEqual(['mine.wav']);
    call.press('#');
    expect(call.did()).toEqual(['stopPlaying']);
  });

  test.each<[string, Event]>([
    ['the caller hangs up', { type: 'hangupRequested', channel: 'caller' }],
    ['the caller’s channel is gone', { type: 'channelEnded', channel, cause: 0 }],
    ['the tenant is suspended', { type: 'serviceStopped', tenantId: 'bakery' }],
    ['a user ends the call', { type: 'hangupOrdered' }],
    ['the phone sends no more audio', { type: 'silent', channel }],
  ])('%s: the recording so far becomes a message', (_, event) => {
    const call = toMailbox();
    call.begin();
    call.played();
    call.noted();
    call.send(event);
    expect(call.find('storeMessage')?.note).toMatchObject({
      id: 'message',
      mailboxId: 'box',
      from: '101',
      receivedAt: AT,
    });
  });

  test('asks a phone that is muted during a long greeting whether it is still there', () => {
    const call = toMailbox();
    call.begin();
    call.send({ type: 'silent', channel });
    expect(call.did()).toEqual(['ask']);
    expect(call.scene().kind).toBe('takingMessage');
  });

  test('stores nothing if the caller hangs up during the greeting', () => {
    const call = toMailbox();
    call.begin();
    call.send({ type: 'hangupRequested', channel: 'caller' });
    expect(call.find('storeMessage')).toBeUndefined();
  });

  test('refuses a call of no tenant, which has no mailbox', () => {
    const none = { ...facts, tenantId: null };
    const call = calling({ kind: 'mailbox', facts: none, origin, mailbox: BOX, messageId: 'message' });
    expect(call.scene()).toMatchObject({ kind: 'announcing', reason: 'unavailable' });
    expect(call.find('answer')).toBeUndefined();
  });

  test('says that it is full, and records nothing', () => {
    const call = toMailbox({ isFull: true });
    call.begin();
    expect(call.said()).toEqual(['full']);
    call.played();
    expect(call.scene().kind).toBe('ended');
    expect(call.find('record')).toBeUndefined();
  });

  test('asks the owner for the PIN on * during the greeting, if there is a PIN', () => {
    const owned = toMailbox();
    owned.begin();
    owned.press('*');
    expect(owned.find('askMailbox')?.request).toMatchObject({
      kind: 'open',
      pin: null,
      access: { by: { kind: 'mailbox', id: 'box' }, source: { kind: 'phone', extensionId: 'e101' } },
    });
    const outside = toMailbox({}, callFacts({ tenantId: 'bakery', direction: 'inbound', from: '+12125550177' }));
    outside.begin();
    outside.press('*');
    expect(outside.find('askMailbox')?.request).toMatchObject({
      access: { source: { kind: 'outside', number: '+12125550177' } },
    });
    const open = toMailbox({ hasPin: false });
    open.begin();
    open.press('*');
    expect(open.scene().kind).toBe('takingMessage');
  });
});

const OWN: MailboxAccess = { tenantId: 'bakery', by: { kind: 'extension', id: 'e101' }, source: { kind: 'ownPhone' } };
const ANY: MailboxAccess = {
  tenantId: 'bakery',
  by: { kind: 'number' },
  source: { kind: 'phone', extensionId: 'e101' },
};
const [fresh, fresh2, old]: [PhoneMessage, PhoneMessage, PhoneMessage] = [
  { id: 'fresh', from: '+12125550199', isNew: true },
  { id: 'fresh2', from: 'anonymous', isNew: true },
  { id: 'old', from: '103', isNew: false },
];
const openTo = (access: MailboxAccess) => calling({ kind: 'voicemail', facts, origin, access });

/** At the menu of a mailbox with two new messages and an old one. */
function atMenu(access: MailboxAccess = OWN) {
  const call = openTo(access);
  call.begin();
  if (access.by.kind === 'number') call.press('102#4071#');
  call.reply({ kind: 'open', mailbox: { id: 'box', tenantId: 'bakery', messages: [fresh, fresh2, old] } });
  return call;
}

describe('a caller listens to a mailbox', () => {
  test('the extension’s own phone is only asked for a PIN if there is one', () => {
    const call = openTo(OWN);
    call.begin();
    expect(call.find('askMailbox')?.request).toMatchObject({ kind: 'open', pin: null });
    call.reply({ kind: 'closed' });
    expect(call.said()).toEqual(['enter-pin']);
    call.press('4071#');
    expect(call.find('askMailbox')?.request).toMatchObject({ kind: 'open', pin: '4071', access: OWN });
  });

  test('another mailbox needs its number and PIN', () => {
    const call = openTo(ANY);
    call.begin();
    expect(call.said()).toEqual(['enter-mailbox']);
    call.press('102#');
    expect(call.said()).toEqual(['enter-pin']);
    call.press('4071#');
    expect(call.find('askMailbox')?.request).toMatchObject({ number: '102', pin: '4071', access: ANY });
  });

  test('the third wrong PIN ends the call, and a throttled mailbox ends it at once', () => {
    const call = openTo(OWN);
    call.begin();
    for (const said of [
      ['wrong', 'enter-pin'],
      ['wrong', 'enter-pin'],
      ['wrong', 'goodbye'],
    ]) {
      call.press('9999#');
      call.reply({ kind: 'wrong' });
      expect(call.said()).toEqual(said);
      if (call.scene().kind === 'listening') call.press('9');
    }
    call.played();
    const slowed = openTo(OWN);
    slowed.begin();
    slowed.reply({ kind: 'wait' });
    expect(slowed.said()).toEqual(['wait']);
  });

  test('hears how many messages there are; they are played and marked as read', () => {
    const call = atMenu();
    expect(call.said()).toEqual(['you-have', 'n2', 'new-messages', 'and', 'n1', 'old-message', 'menu']);
    call.press('1');
    expect(call.said()).toEqual(['message-from', ...[...'2125550199'].map((digit) => `n${digit}`), 'fresh.wav']);
    expect(call.find('askMailbox')?.request).toMatchObject({ kind: 'mark', messageId: 'fresh', as: 'read' });
    call.played();
    expect(call.said()).toEqual(['options']);
    call.press('#');
    expect(call.said()).toEqual(['message-from', 'hidden', 'fresh2.wav']);
    call.press('#');
    expect(call.said()).toEqual(['no-more', 'menu']);
    call.press('2');
    expect(call.said()).toEqual(['message-from', 'n1', 'n0', 'n3', 'old.wav']);
    // a message that was read before
    expect(call.find('askMailbox')).toBeUndefined();
  });

  test('saving or deleting a message plays the next one', () => {
    const call = atMenu();
    call.press('12');
    expect(call.find('askMailbox')?.request).toMatchObject({ messageId: 'fresh', as: 'saved' });
    expect(call.said()).toEqual(['saved', 'message-from', 'hidden', 'fresh2.wav']);
    call.press('3');
    expect(call.find('askMailbox')?.request).toMatchObject({ messageId: 'fresh2', as: 'deleted' });
    expect(call.said()).toEqual(['deleted', 'no-more', 'menu']);
  });

  test('calling back works from the extension’s own phone, as if it had dialled, but not from other phones', () => {
    const own = atMenu();
    own.press('14');
    expect(own.find('reroute')?.onward.nextHop).toEqual({
      to: { kind: 'dialled', number: '+12125550199' },
      forwarded: null,
    });
    expect(own.scene()).toMatchObject({ answered: { since: { kind: 'seen' }, by: { extensionId: null } } });
    const elsewhere = atMenu(ANY);
    elsewhere.press('14');
    expect(elsewhere.find('reroute')).toBeUndefined();
    expect(elsewhere.said()).toEqual(['not-now', 'options']);
    const hidden = atMenu();
    hidden.press('1#4');
    expect(hidden.find('reroute')).toBeUndefined();
  });

  test('a new PIN and a new greeting are stored', () => {
    const call = atMenu();
    call.press('4');
    expect(call.said()).toEqual(['enter-new-pin']);
    call.press('2580#');
    expect(call.find('askMailbox')?.request).toMatchObject({ kind: 'setPin', mailboxId: 'box', pin: '2580' });
    call.reply({ kind: 'refused' });
    expect(call.said()).toEqual(['pin-refused', 'menu']);
    call.press('3');
    call.played();
    const { id = '' } = call.find('record') ?? {};
    call.send({ type: 'recorded', id });
    expect(call.find('askMailbox')?.request).toMatchObject({ kind: 'setGreeting', mailboxId: 'box', recording: id });
    call.reply({ kind: 'done' });
    expect(call.said()).toEqual(['greeting-stored', 'menu']);
  });

  test('a prompt is played three times without a key, and then the call ends', () => {
    const call = atMenu();
    const menu = call.said();
    call.played();
    expect(call.find('wait')).toBeDefined();
    call.silence();
    expect(call.said()).toEqual(menu);
    call.played();
    call.silence();
    call.played();
    call.silence();
    expect(call.said()).toEqual(['goodbye']);
    call.played();
    expect(call.scene().kind).toBe('ended');
  });
});
