import { describe, expect, test } from 'vitest';
import { callFacts, phoneTarget } from '../../../test/call-facts.ts';
import { content, node, option } from '../../../test/flow-content.ts';
import type { FlowNode } from '../../flows/content/node-contract.ts';
import type { Call } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { TakenServiceCall } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { step } from '../model/machine.ts';
import * as requested from './requested.ts';

const ID = '01960000-0000-7000-8000-00000000ca11';
const TENANT = '01960000-0000-7000-8000-00000000000a';
const [FIRST, SECOND] = [`${ID}.1`, `${ID}.2`];
const origin = { number: '102', name: 'Test: Main number', restricted: false };

/** A service call to the phones of 102. */
function originate(purpose: TakenServiceCall['purpose'], phones = ['sip:a']) {
  const service = purpose.kind === 'flow' ? 'flow_test' : 'recording';
  const facts = callFacts({ id: ID, tenantId: TENANT, from: '102', to: '102', service });
  let now = Date.parse(facts.admittedAt);
  let last: Command[] = [];
  const all: Command[] = [];
  let { call }: { call: Call } = requested.enter({ id: ID, tenantId: TENANT });
  const send = (event: Event, after = 0): void => {
    now += after;
    const next = step(call, event, new Date(now).toISOString());
    ({ call } = next);
    last = next.commands.flat();
    all.push(...last);
  };
  const find = <T extends Command['type']>(type: T): Extract<Command, { type: T }> | undefined =>
    last.findLast((command): command is Extract<Command, { type: T }> => command.type === type);
  const attempt = { targets: phones.map((contact) => phoneTarget(contact)), callerId: origin, ringSeconds: 25 };
  send({ type: 'serviceCallTaken', taken: { facts, origin, attempt, purpose } });
  const answer = (leg = FIRST): void => {
    send({ type: 'answered', leg, codecs: ['ulaw'] });
    send({ type: 'inspected', leg, codec: null, fit: true });
  };
  return {
    send,
    find,
    answer,
    did: () => last.map(({ type }) => type),
    all: () => all.map(({ type }) => type),
    call: () => call,
    /** The phone's audio has started. */
    opens: () => send({ type: 'elapsed', timer: `${ID}-opened` }, 400),
    press: (digit: string) => send({ type: 'digit', channel: call.caller, digit }, 100),
    /** The current playback ends. */
    played() {
      const play = all.findLast((command) => command.type === 'play');
      if (play?.type === 'play') send({ type: 'played', id: play.id }, 2000);
    },
    said: () => all.flatMap((command) => (command.type === 'play' ? [command.sounds] : [])),
  };
}
const gone = (channel: string, cause: number): Event => ({ type: 'channelEnded', channel, cause });
const recording = () => originate({ kind: 'recording' });

const FLOW = 'flow';
const numbers = new Map([
  ['e101', '101'],
  ['m', '800'],
]);
function draft(...nodes: [FlowNode, ...FlowNode[]]) {
  const sounds = { 'text:Hello.': 'hello', 'text:Please choose.': 'choose' };
  const version = { flowId: FLOW, versionId: FLOW, number: 1, content: content(...nodes), sounds };
  const loaded = { flows: new Map([[FLOW, version]]), extensions: [{ id: 'e101', number: '101' }], numbers };
  const call = originate({ kind: 'flow', flowId: FLOW, loaded });
  call.answer();
  call.opens();
  return call;
}
const digits = (value: string) => ({ read: 'digits', value });
const hello = (next: string) => node('play', 'hello', { exits: { next } });
const end = node('hangUp', 'end');
const NEVER = ['reroute', 'reportFlow', 'saveEnd', 'saveAnswer', 'saveFlowAnswer', 'savePath', 'noteMessage'];

describe('a service call', () => {
  test('goes to the first phone that answers, and survives the loss of another', () => {
    const call = originate({ kind: 'recording' }, ['sip:a', 'sip:b']);
    expect(call.did()).toEqual(['createLeg', 'createLeg']);
    expect(call.call().caller).toBe(FIRST);
    call.send(gone(FIRST, 20));
    expect(call.call()).toMatchObject({ caller: SECOND, scene: { kind: 'originating' } });
    call.answer(SECOND);
    expect(call.did()).toContain('serviceCallAnswered');
    call.opens();
    expect(call.did()).toEqual(['play']);
  });

  test('stops the other phones when one answers', () => {
    const call = originate({ kind: 'recording' }, ['sip:a', 'sip:b']);
    call.answer(SECOND);
    expect(call.find('hangUp')).toMatchObject({ channel: FIRST, cause: 26 });
    expect(call.call().caller).toBe(SECOND);
  });

  test.each([
    [17, 'busy'],
    [19, 'no_answer'],
    [20, 'unreachable'],
  ])('whose phones end by cause %d has the outcome %s', (cause, outcome) => {
    const call = recording();
    call.send(gone(FIRST, cause));
    expect(call.find('serviceCallEnded')).toMatchObject({ outcome });
    expect(call.all()).not.toContain('saveEnd');
  });

  test('ends on suspension, and if the answering phone has no usable media', () => {
    const stopped = recording();
    stopped.send({ type: 'serviceStopped', tenantId: TENANT });
    expect(stopped.find('serviceCallEnded')).toMatchObject({ outcome: 'refused' });
    const mute = recording();
    mute.send({ type: 'answered', leg: FIRST, codecs: [] });
    mute.send({ type: 'inspected', leg: FIRST, codec: null, fit: false });
    expect(mute.find('hangUp')).toMatchObject({ channel: FIRST, cause: 58 });
    expect(mute.find('serviceCallEnded')).toMatchObject({ outcome: 'unreachable' });
  });

  test('is not made if another call control has claimed it', () => {
    const { call } = requested.enter({ id: ID, tenantId: TENANT });
    expect(step(call, { type: 'serviceCallTaken', taken: null }, '2026-03-01T12:00:00.000Z')).toMatchObject({
      call: { scene: { kind: 'ended' } },
      commands: [],
    });
  });
});

describe('a test call of a draft', () => {
  test('announces a ring, and a key chooses the result', () => {
    for (const [key, exit] of [
      ['1', 'answered'],
      ['2', 'noAnswer'],
      ['3', 'busy'],
      ['4', 'unreachable'],
      ['9', 'noAnswer'],
    ] as const) {
      const call = draft(node('ring', 'desk', { exits: { [exit]: 'hello' } }), hello('end'), end);
      expect(call.said()).toEqual([['strowger/test/would-ring', digits('101'), 'strowger/test/choose']]);
      call.press(key);
      expect(call.said().at(-1), key).toEqual([expect.objectContaining({ name: 'hello.wav' })]);
      call.played();
      expect(call.find('serviceCallEnded')).toMatchObject({ outcome: 'done' });
      for (const never of NEVER) expect(call.all()).not.toContain(never);
    }
  });

  test('takes "no answer" if nothing is pressed', () => {
    const call = draft(node('ring', 'desk', { exits: { noAnswer: 'hello' } }), hello('end'), end);
    call.played();
    const wait = call.find('wait');
    expect(wait).toMatchObject({ milliseconds: 5000 });
    if (wait) call.send(wait.next, wait.milliseconds);
    expect(call.said()).toHaveLength(2);
  });

  test('uses digits typed ahead for the nodes, not for the result of a ring', () => {
    const menu = node('menu', 'menu', { options: [option('1', 'end')] });
    const call = draft(hello('desk'), node('ring', 'desk', { exits: { noAnswer: 'menu' } }), menu, end);
    call.press('1');
    call.played();
    call.press('2');
    expect(call.find('serviceCallEnded')).toBeDefined();
  });

  test('announces a mailbox, a dialled extension or a fallback, and ends', () => {
    const dialled = node('menu', 'menu', { directDial: true });
    const mailbox = draft(node('voicemail', 'box', { mailboxId: 'm' }));
    expect(mailbox.said()).toEqual([['strowger/test/would-take-message', digits('800'), 'strowger/test/ends']]);
    const menu = draft(dialled);
    for (const key of '101') menu.press(key);
    expect(menu.said().at(-1)).toEqual(['strowger/test/would-ring', digits('101'), 'strowger/test/ends']);
    for (const call of [mailbox, menu]) {
      call.played();
      expect(call.find('serviceCallEnded')).toMatchObject({ outcome: 'done' });
      for (const never of NEVER) expect(call.all()).not.toContain(never);
    }
  });

  test('takes the fallback for a missing target, without notifying the partner', () => {
    for (const call of [draft(node('voicemail', 'box', { mailboxId: 'gone' })), draft(node('play', 'hello'))]) {
      call.played();
      expect(call.said().at(-1)).toEqual(['strowger/not-possible-now']);
      expect(call.all()).not.toContain('reportFlow');
    }
  });
});

describe('recording a sound', () => {
  test('starts after the instructions, lasts ten minutes at most, and does not end by silence', () => {
    const call = recording();
    call.answer();
    call.opens();
    expect(call.said()).toEqual([['strowger/record/after-tone']]);
    call.played();
    expect(call.find('record')).toMatchObject({ id: ID, maxSeconds: 600, silenceSeconds: 0, beep: true });
    call.send({ type: 'recorded', id: ID });
    expect(call.did()).toEqual(['storeSound', 'play']);
    call.played();
    expect(call.all().filter((type) => type === 'storeSound')).toHaveLength(1);
    expect(call.all()).not.toContain('serviceCallEnded');
  });

  test('stores the sound if the speaker hangs up or the tenant is suspended', () => {
    for (const event of [gone(FIRST, 16), { type: 'serviceStopped', tenantId: TENANT } as const]) {
      const call = recording();
      call.answer();
      call.opens();
      call.played();
      call.send(event);
      expect(call.did()).toContain('storeSound');
    }
  });

  test('stores the sound if the phone sends no more audio', () => {
    const call = recording();
    call.answer();
    call.opens();
    call.send({ type: 'silent', channel: call.call().caller });
    expect(call.did()).toEqual(['ask']);
    call.played();
    call.send({ type: 'silent', channel: call.call().caller });
    expect(call.did()).toEqual(['tearDown', 'storeSound']);
  });

  test('stores nothing if the speaker hangs up before the tone or right after it', () => {
    for (const isAtOnce of [true, false]) {
      const call = recording();
      call.answer();
      if (!isAtOnce) call.opens();
      call.send(gone(FIRST, 16));
      expect(call.find('serviceCallEnded')).toMatchObject({ outcome: 'nothing_recorded' });
    }
  });
});
