import { describe, expect, test } from 'vitest';
import { carrierArrival } from '../../../../test/arrivals.ts';
import { callFacts, phoneTarget } from '../../../../test/call-facts.ts';
import { content, node, option } from '../../../../test/flow-content.ts';
import type { FlowContent } from '../../../flows/content/graph-contract.ts';
import type { FlowNode } from '../../../flows/content/node-contract.ts';
import type { Call } from '../../model/call.ts';
import type { Command } from '../../model/command.ts';
import type { Connect, Decision } from '../../model/decision.ts';
import type { Event } from '../../model/event.ts';
import { FlowNote, flowNote, fromFlowNote, pathAfterRing } from '../../model/in-flow.ts';
import { step } from '../../model/machine.ts';
import * as admitting from '../admitting.ts';

const ID = '01960000-0000-7000-8000-00000000ca11';
const LEG = `${ID}.1`;
const TENANT = '01960000-0000-7000-8000-00000000000a';
const facts = callFacts({ id: ID, tenantId: TENANT, direction: 'inbound', from: '+12125550199', to: '+12125550101' });
const origin = { number: facts.from, name: 'Ann', restricted: false };
const text = (words: string) => [{ kind: 'text' as const, text: words }];
const hash = (words: string): string => words.replaceAll(/\W/g, '').toLowerCase();

/** An inbound call to this flow. Each event carries its time. */
function flow(...nodes: [FlowNode, ...FlowNode[]]) {
  return of(content(...nodes));
}
function of(main: FlowContent) {
  const texts = ['Hello.', 'Please choose.', 'Sorry.'];
  const sounds = Object.fromEntries(texts.map((words) => [`text:${words}`, hash(words)]));
  const version = { flowId: 'main', versionId: 'main-1', number: 1, content: main, sounds };
  const loaded = { flows: new Map([['main', version]]), extensions: [{ id: 'e101', number: '101' }] };
  let now = Date.parse(facts.admittedAt);
  let last: Command[] = [];
  const all: Command[] = [];
  let call: Call = admitting.enter(carrierArrival('+12125550101')).call;
  const send = (event: Event, after = 0): void => {
    now += after;
    const next = step(call, event, new Date(now).toISOString());
    ({ call } = next);
    last = next.commands.flat();
    all.push(...last);
  };
  const find = <T extends Command['type']>(type: T): Extract<Command, { type: T }> | undefined =>
    last.findLast((command): command is Extract<Command, { type: T }> => command.type === type);
  const timer = (): void => {
    const wait = find('wait');
    if (wait) send(wait.next, wait.milliseconds);
  };
  send({ type: 'decided', decision: { kind: 'flow', facts, origin, flowId: 'main', loaded, path: [] } });
  return {
    send,
    find,
    /** a wait is over */
    timer,
    did: () => last.map(({ type }) => type),
    all,
    call: () => call,
    scene: () => call.scene,
    /** The lead-in ends, and the first sound starts. */
    opens() {
      const wait = all.find((command) => command.type === 'wait' && command.milliseconds === 200);
      if (wait?.type === 'wait') send(wait.next, 200);
    },
    press: (digit: string, after = 0) => send({ type: 'digit', channel: 'caller', digit }, after),
    /** The current playback ends. */
    played(after = 2000) {
      const play = all.findLast((command) => command.type === 'play');
      if (play?.type === 'play') send({ type: 'played', id: play.id }, after);
    },
    said: () =>
      all.flatMap((command) =>
        command.type === 'play'
          ? [command.sounds.map((sound) => (typeof sound === 'object' && 'name' in sound ? sound.name : sound))]
          : [],
      ),
    path: () => {
      const end = all.findLast((command) => command.type === 'saveEnd');
      return (end?.type === 'saveEnd' ? end.path : []).map((one) =>
        one.event === 'flow' ? `${one.node}.${one.exit ?? ''}` : one.event,
      );
    },
  };
}

const end = node('hangUp', 'end');
const toPhone = (more: Partial<Connect> = {}): Decision => ({
  kind: 'connect',
  facts,
  origin,
  attempts: [{ targets: [phoneTarget('sip:a')], callerId: origin, ringSeconds: 20 }],
  ...more,
});
const gone = (cause: number): Event => ({ type: 'channelEnded', channel: LEG, cause });

describe('a call is answered', () => {
  test('by a node that plays something, after a lead-in', () => {
    const call = flow(node('play', 'hello', { exits: { next: 'end' } }), end);
    expect(call.did()).toEqual(['openBridge', 'answer', 'saveFlowAnswer', 'wait', 'setNote', 'setAccountCode', 'wait']);
    call.opens();
    expect(call.did()).toEqual(['setNote', 'play']);
    call.played();
    expect(call.did()).toEqual(['tearDown', 'saveEnd']);
    expect(call.find('saveEnd')).toMatchObject({
      answeredAt: null,
      flowAnsweredAt: facts.admittedAt,
      endedBy: 'system',
    });
    expect(call.path()).toEqual(['start.next', 'hello.next', 'end.']);
  });

  test('by no ring node: it keeps ringing, and each cause takes its exit', () => {
    for (const [cause, exit] of [
      [17, 'busy'],
      [21, 'busy'],
      [19, 'noAnswer'],
      [20, 'unreachable'],
    ] as const) {
      const call = flow(node('ring', 'desk', { exits: { [exit]: 'end' } }), end);
      call.send({ type: 'decided', decision: toPhone() });
      call.send(gone(cause));
      expect(call.path()).toEqual(['start.next', 'rang', `desk.${exit}`, 'end.']);
      expect(call.find('saveEnd')).toMatchObject({ answeredAt: null, flowAnsweredAt: null });
      expect(call.all.map(({ type }) => type)).not.toContain('answer');
    }
  });

  test('by no refusal: it takes an exit, because nobody is registered or all are busy', () => {
    for (const [reason, exit] of [
      ['unreachable', 'unreachable'],
      ['busy', 'busy'],
      ['not_permitted', 'unreachable'],
    ] as const) {
      const call = flow(node('ring', 'desk', { exits: { [exit]: 'end' } }), end);
      call.send({ type: 'decided', decision: { kind: 'refuse', reason, record: facts } });
      expect(call.path()).toEqual(['start.next', `desk.${exit}`, 'end.']);
    }
  });

  test('by a person or a menu, which are recorded separately', () => {
    const menu = node('menu', 'menu', { prompts: text('Please choose.'), options: [option('1', 'desk')] });
    const call = flow(menu, node('ring', 'desk', { ringSeconds: 30, exits: { answered: 'end' } }), end);
    call.opens();
    call.press('1', 500);
    expect(call.did()).toEqual(['stopPlaying', 'ring', 'reroute']);
    expect(call.find('reroute')?.onward.nextHop).toMatchObject({ ringing: { seconds: 30 }, to: { kind: 'extension' } });
    call.send({ type: 'decided', decision: toPhone() });
    call.send({ type: 'answered', leg: LEG, codecs: ['ulaw'] });
    expect(call.did()).toContain('stopRinging');
    expect(call.find('saveAnswer')).toMatchObject({ answeredBy: 'e102' });
    // the person hangs up, and the caller stays
    call.send(gone(16), 60_000);
    expect(call.did().slice(0, 1)).toEqual(['leave']);
    expect(call.path()).toEqual(['start.next', 'menu.o1', 'rang', 'desk.answered', 'end.']);
    expect(call.find('saveEnd')).toMatchObject({ flowAnsweredAt: facts.admittedAt, endedBy: 'system' });
    expect(call.find('saveEnd')?.answeredAt).not.toBeNull();
  });

  test('and ends with the conversation if the node has no exit after it', () => {
    const call = flow(node('ring', 'desk'));
    call.send({ type: 'decided', decision: toPhone() });
    call.send({ type: 'answered', leg: LEG, codecs: ['ulaw'] });
    call.send(gone(16));
    expect(call.find('saveEnd')).toMatchObject({ endedBy: 'callee' });
    expect(call.path()).toEqual(['start.next', 'rang', 'desk.answered']);
  });

  test('by nobody: a caller who hangs up during a ring node leaves the flow there', () => {
    const call = flow(node('ring', 'desk'));
    call.send({ type: 'decided', decision: toPhone() });
    call.send({ type: 'channelEnded', channel: 'caller', cause: 16 });
    expect(call.path()).toEqual(['start.next', 'rang', 'desk.']);
  });

  test('and the node that connected it is known, even if call control was killed meanwhile', () => {
    const call = flow(node('ring', 'desk'));
    call.send({ type: 'decided', decision: toPhone() });
    const scene = call.scene();
    if (scene.kind !== 'dialling' || !scene.flow) throw new Error('nothing rings');
    const after = fromFlowNote(FlowNote.parse(flowNote(scene.flow)), true);
    expect(pathAfterRing({ flow: after, path: [] }, 'answered', facts.admittedAt)).toMatchObject([
      { nodeId: 'desk', node: 'desk', version: 1, exit: 'answered' },
    ]);
  });
});

test('a call that a flow sends to a mailbox loses its note, so that no restart brings it back into the flow', () => {
  const call = flow(node('play', 'hello', { exits: { next: 'box' } }), node('voicemail', 'box'));
  call.opens();
  call.played();
  const mailbox = { id: 'box', number: '800', greeting: null, maxSeconds: 180, isFull: false, hasPin: false };
  call.send({ type: 'decided', decision: { kind: 'mailbox', facts, origin, mailbox, messageId: 'message' } });
  expect(call.did()).toEqual(['setNote', 'answer', 'saveAnswer', 'wait']);
  expect(call.find('setNote')).toEqual({ type: 'setNote', channel: 'caller', note: null });
});

describe('digits', () => {
  const menu = (id: string, digit: string, to: string) =>
    node('menu', id, { prompts: text('Please choose.'), options: [option(digit, to)] });

  test('1 2 3 before the first sound go through three menus without any prompt', () => {
    const call = flow(menu('a', '1', 'b'), menu('b', '2', 'c'), menu('c', '3', 'end'), end);
    for (const digit of '123') call.press(digit, 50);
    call.opens();
    expect(call.path()).toEqual(['start.next', 'a.o1', 'b.o2', 'c.o3', 'end.']);
    expect(call.said()).toEqual([]);
  });

  test.each([0, 1000, 1980])('a key after %d ms of a prompt stops it and counts', (after) => {
    const call = flow(menu('a', '1', 'end'), end);
    call.opens();
    call.press('1', after);
    expect(call.did()).toEqual(['stopPlaying', 'tearDown', 'saveEnd']);
  });

  test('typed during another playback count in the next menu', () => {
    const call = flow(node('play', 'hello', { exits: { next: 'a' } }), menu('a', '1', 'end'), end);
    call.opens();
    call.press('1', 100);
    expect(call.did()).toEqual([]);
    call.played();
    expect(call.path()).toEqual(['start.next', 'hello.next', 'a.o1', 'end.']);
  });

  test('are waited for once the prompt is over, and none is "no input"', () => {
    const call = flow(node('menu', 'a', { noInputTries: 1, exits: { noInput: 'end' } }), end);
    call.opens();
    call.played();
    expect(call.find('wait')).toMatchObject({ milliseconds: 5000 });
    call.timer();
    expect(call.path()).toEqual(['start.next', 'a.noInput', 'end.']);
  });

  test('of an extension that may be dialled in menus leave the flow and ring it', () => {
    const call = flow(node('menu', 'a', { directDial: true, options: [option('2', 'end')] }), end);
    call.opens();
    for (const digit of '101') call.press(digit, 100);
    expect(call.find('reroute')?.onward.nextHop.to).toEqual({ kind: 'extension', id: 'e101' });
    expect(call.scene()).toMatchObject({ kind: 'rerouting', flow: null });
  });

  test.each([
    ['is offline', [{ kind: 'refuse', reason: 'unreachable', record: null }]],
    ['is busy', [{ kind: 'refuse', reason: 'busy', record: null }]],
    ['doesn’t answer', [toPhone(), gone(19)]],
    ['declines', [toPhone(), gone(21)]],
  ] as const)('reach an extension that %s and has no exits: the caller hears that nobody is available', (_, events) => {
    const call = flow(node('menu', 'a', { directDial: true, options: [option('2', 'end')] }), end);
    call.opens();
    for (const digit of '101') call.press(digit, 100);
    for (const event of events) call.send('kind' in event ? { type: 'decided', decision: event } : event);
    expect(call.find('play')?.sounds).toEqual(['strowger/nobody-available']);
    call.played();
    expect(call.did()).toEqual(['tearDown', 'saveEnd']);
  });

  test.each([
    ['101#', 'e101'],
    ['0101', null],
    ['*28', null],
    ['911', null],
    ['12125550199', null],
  ])('%s in a menu reach an extension that the menu allows, or nobody', (dialled, extension) => {
    const menu = node('menu', 'a', { directDial: true, wrongInputTries: 1, exits: { wrongInput: 'end' } });
    const call = flow(menu, end);
    call.opens();
    for (const digit of dialled) call.press(digit, 100);
    const sent = call.all.find((command) => command.type === 'reroute');
    expect(sent?.type === 'reroute' ? sent.onward.nextHop.to : null).toEqual(
      extension === null ? null : { kind: 'extension', id: extension },
    );
    if (extension === null) expect(call.path()).toEqual(['start.next', 'a.wrongInput', 'end.']);
  });

  test('that are secret are in no note and no path', () => {
    const pin = node('gather', 'pin', { variable: 'pin', secret: true, endKey: null, exits: { done: 'hello' } });
    const call = flow(pin, node('play', 'hello', { exits: { next: 'end' } }), end);
    call.opens();
    for (const digit of '8642') call.press(digit, 100);
    expect(call.scene()).toMatchObject({ kind: 'inFlow', flow: { position: { variables: { pin: '8642' } } } });
    const { scene } = call.call();
    expect(scene.kind === 'inFlow' && JSON.stringify(flowNote(scene.flow))).not.toContain('8642');
    expect(JSON.stringify(call.all)).not.toContain('8642');
  });
});

describe('a flow that can’t continue', () => {
  const sorry: FlowContent = {
    ...content(node('play', 'hello', { exits: { next: 'end' } }), end),
    fallback: { kind: 'message', prompts: text('Sorry.') },
  };

  test.each([
    ['is missing', { failed: true }, 0],
    ['ends at once', {}, 20],
  ])('takes its fallback for a sound that %s, and notifies the partner', (_, more, after) => {
    const call = of(sorry);
    call.opens();
    const id = call.find('play')?.id ?? '';
    call.send({ type: 'played', id, ...more }, after);
    expect(call.find('reportFlow')).toMatchObject({ place: { nodeId: 'hello' }, because: 'missing_target' });
    expect(call.said()).toEqual([['hello.wav'], ['sorry.wav']]);
    call.played();
    expect(call.find('saveEnd')).toMatchObject({ cause: 16 });
  });

  test('plays our own sentence if the fallback fails too', () => {
    const call = of({ ...sorry, fallback: { kind: 'message', prompts: text('Nobody has recorded this.') } });
    call.opens();
    call.send({ type: 'played', id: call.find('play')?.id ?? '', failed: true });
    expect(call.said().at(-1)).toEqual(['strowger/not-possible-now']);
    call.played();
    expect(call.find('saveEnd')).toBeDefined();
  });

  test('takes the fallback if a mailbox was deleted', () => {
    const gone = node('voicemail', 'box', { mailboxId: 'm' });
    const call = of({ ...content(gone), fallback: { kind: 'extension', id: 'e101' } });
    expect(call.find('reroute')?.onward.nextHop.to).toEqual({ kind: 'mailbox', id: 'm' });
    call.send({ type: 'decided', decision: { kind: 'refuse', reason: 'not_in_service', record: facts } });
    expect(call.find('reroute')?.onward.nextHop.to).toEqual({ kind: 'extension', id: 'e101' });
    call.send({ type: 'decided', decision: { kind: 'refuse', reason: 'unreachable', record: facts } });
    expect(call.said()).toEqual([['strowger/not-possible-now']]);
  });

  test('takes it after 30 minutes without a person, during a playback or between nodes', () => {
    const call = of(sorry);
    call.opens();
    const alone = call.all.find((command) => command.type === 'wait' && command.milliseconds === 30 * 60_000);
    if (alone?.type === 'wait') call.send(alone.next, 30 * 60_000);
    expect(call.find('reportFlow')).toMatchObject({ because: 'too_long' });
    expect(call.did()).toContain('stopPlaying');
    const ringing = of({ ...sorry, ...content(node('ring', 'desk', { exits: { noAnswer: 'desk' } })) });
    ringing.send({ type: 'decided', decision: toPhone() });
    ringing.send(gone(19), 31 * 60_000);
    expect(ringing.find('reportFlow')).toMatchObject({ because: 'too_long' });
  });

  test('ends the call on suspension', () => {
    const call = of(sorry);
    call.opens();
    call.send({ type: 'serviceStopped', tenantId: TENANT });
    expect(call.find('saveEnd')).toMatchObject({ endedBy: 'system' });
    expect(call.path()).toEqual(['start.next', 'hello.']);
  });
});

describe('questions', () => {
  test('are answered once; a caller who waits long hears ringback before the answer and music after it', () => {
    const ask = node('webhook', 'ask', { exits: { done: 'hello', failed: 'end' } });
    const call = flow(ask, node('play', 'hello', { exits: { next: 'ask' } }), end);
    const question = call.all.find((command) => command.type === 'askFlow');
    expect(question).toMatchObject({ question: { do: 'ask' } });
    const slow = call.all.find((command) => command.type === 'wait' && command.milliseconds === 700);
    if (slow?.type === 'wait') call.send(slow.next, 700);
    expect(call.did()).toEqual(['ring']);
    call.send({ type: 'flowReplied', turn: 0, outcome: { kind: 'replied', variables: {} } });
    expect(call.did()).toEqual([]);
    const turn = question?.type === 'askFlow' ? question.turn : -1;
    call.send({ type: 'flowReplied', turn, outcome: { kind: 'replied', variables: {} } });
    expect(call.did()).toContain('answer');
    call.timer();
    call.played();
    call.timer();
    expect(call.did()).toEqual(['startMusic']);
    const again = call.all.findLast((command) => command.type === 'askFlow');
    if (again?.type === 'askFlow')
      call.send({ type: 'flowReplied', turn: again.turn, outcome: { kind: 'replied', variables: null } });
    expect(call.did()).toEqual(['stopMusic', 'tearDown', 'saveEnd']);
  });
});
