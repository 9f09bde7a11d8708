import { describe, expect, test } from 'vitest';
import { content, flowsOf, node, option } from '../../../test/flow-content.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode } from '../content/node-contract.ts';
import { atStart, MAX_REPEATS, MAX_STEPS, next } from './interpreter.ts';
import type { Flows, Outcome, Turn } from './walk.ts';

const NUMBERS = { caller: '+12125550199', called: '+12125550102' };

/** Starts the flow `main` and returns these outcomes to its actions, one by one. */
function walk(flows: Flows, ...outcomes: Outcome[]): Turn & { path: string[] } {
  let turn = next(flows, atStart(flows, 'main', NUMBERS), { kind: 'begin' });
  const passed = [...turn.passed];
  for (const outcome of outcomes) {
    turn = next(flows, turn.position, outcome);
    passed.push(...turn.passed);
  }
  return { ...turn, path: passed.map(({ nodeId, exit }) => `${nodeId}.${exit ?? ''}`) };
}

const one = (...nodes: [FlowNode, ...FlowNode[]]): Flows => flowsOf({ main: content(...nodes) });
const pressed = (digits: Extract<Outcome, { kind: 'collected' }>['digits']): Outcome => ({ kind: 'collected', digits });
const end = node('hangUp', 'end');

describe('each exit is taken only for its cause', () => {
  const cases: [string, FlowNode, Outcome[], string][] = [
    ['play', node('play', 'n', { exits: { next: 'end' } }), [{ kind: 'played' }], 'next'],
    ['record', node('startRecording', 'n', { exits: { next: 'end' } }), [], 'next'],
    ['stop recording', node('stopRecording', 'n', { exits: { next: 'end' } }), [], 'next'],
    ['open', node('hours', 'n', { exits: { open: 'end' } }), [{ kind: 'hours', open: true }], 'open'],
    ['closed', node('hours', 'n', { exits: { closed: 'end' } }), [{ kind: 'hours', open: false }], 'closed'],
    ['caller', node('caller', 'n', { exits: { yes: 'end' } }), [{ kind: 'caller', matches: true }], 'yes'],
    ['other caller', node('caller', 'n', { exits: { no: 'end' } }), [{ kind: 'caller', matches: false }], 'no'],
    ...(['answered', 'noAnswer', 'busy', 'unreachable'] as const).map(
      (result): [string, FlowNode, Outcome[], string] => [
        result,
        node('ring', 'n', { exits: { [result]: 'end' } }),
        [{ kind: 'rang', result }],
        result,
      ],
    ),
    [
      'option',
      node('menu', 'n', { options: [option('1', 'end')] }),
      [pressed({ kind: 'option', id: 'o1', rest: '' })],
      'o1',
    ],
    [
      'no input, the second time',
      node('menu', 'n', { noInputTries: 2, exits: { noInput: 'end' } }),
      [pressed({ kind: 'wrong', digits: '9' }), pressed({ kind: 'none' }), pressed({ kind: 'none' })],
      'noInput',
    ],
    [
      'wrong input, the second time',
      node('gather', 'n', { wrongInputTries: 2, exits: { wrongInput: 'end' } }),
      [pressed({ kind: 'none' }), pressed({ kind: 'wrong', digits: '9' }), pressed({ kind: 'wrong', digits: '8' })],
      'wrongInput',
    ],
    [
      'digits',
      node('gather', 'n', { exits: { done: 'end' } }),
      [pressed({ kind: 'digits', digits: '12', rest: '' })],
      'done',
    ],
    [
      'a server answers',
      node('webhook', 'n', { exits: { done: 'end' } }),
      [{ kind: 'replied', variables: {} }],
      'done',
    ],
    [
      'a server fails',
      node('webhook', 'n', { exits: { failed: 'end' } }),
      [{ kind: 'replied', variables: null }],
      'failed',
    ],
  ];
  test.each(cases)('%s', (_, first, outcomes, exit) => {
    const turn = walk(one(first, end), ...outcomes);
    expect(turn.path).toEqual(['start.next', `n.${exit}`, 'end.']);
    expect(turn.action).toEqual({ do: 'hangUp' });
  });

  test('a conversation ends the call if no node follows', () => {
    const flows = one(node('ring', 'n'));
    expect(walk(flows).action).toMatchObject({ do: 'ring', staysAfter: false });
    expect(walk(flows, { kind: 'rang', result: 'answered' }).action).toEqual({ do: 'hangUp' });
    expect(walk(flows, { kind: 'rang', result: 'busy' }).action).toMatchObject({
      do: 'fallBack',
      because: 'open_exit',
    });
  });
});

describe('variables', () => {
  const greeting = node('play', 'greet', { prompts: [{ kind: 'text', text: 'You are {caller}, PIN {pin}, {none}.' }] });
  const pin = node('gather', 'pin', { variable: 'pin', secret: true, exits: { done: 'copy' } });
  const copy = node('set', 'copy', { variable: 'copy', value: '<{pin}>', exits: { next: 'check' } });
  const check = node('compare', 'check', { variable: 'copy', value: '<0042>', exits: { yes: 'ask', no: 'end' } });
  const ask = node('webhook', 'ask', { variables: ['vip'], exits: { done: 'say' } });
  const say = node('say', 'say', { variable: 'copy', exits: { next: 'greet' } });
  const flows = one(pin, copy, check, ask, say, greeting, end);
  const entered = pressed({ kind: 'digits', digits: '0042', rest: '7' });

  test('a secret decides the exit, but neither it nor anything derived from it is revealed', () => {
    const asked = walk(flows, entered);
    expect(asked.action).toEqual({ do: 'ask', url: 'https://crm.example/calls', variables: NUMBERS });
    expect(asked.position.secrets).toEqual(['pin', 'copy']);
    const { action, position } = walk(flows, entered, { kind: 'replied', variables: { vip: 'yes', pin: '1' } });
    expect(action).toEqual({ do: 'play', prompts: [{ kind: 'text', text: 'You are +12125550199, PIN , .' }] });
    expect(position.variables).toMatchObject({ vip: 'yes', pin: '0042' });
  });

  test.each([
    ['equals', '0042', '42', false],
    ['equals', 'a', 'a', true],
    ['startsWith', '+1212555', '+1212', true],
    ['lessThan', '9', '10', true],
    ['lessThan', 'x', '10', false],
    ['greaterThan', '9.5', '9', true],
    ['isEmpty', '', 'ignored', true],
    ['equals', '+12125550199', '{caller}', true],
  ] as const)('%s: %s and %s: %j', (comparison, word, value, expected) => {
    const set = node('set', 'set', { value: word, exits: { next: 'check' } });
    const compare = node('compare', 'check', { comparison, value, exits: { yes: 'end', no: 'end' } });
    expect(walk(one(set, compare, end)).path).toContain(expected ? 'check.yes' : 'check.no');
  });

  test('a variable can be named like a built-in property, such as constructor', () => {
    const compare = node('compare', 'check', { variable: 'constructor', comparison: 'isEmpty', exits: { yes: 'end' } });
    expect(walk(one(compare, end)).path).toContain('check.yes');
  });
});

describe('digits that were typed ahead', () => {
  const second = (typedAhead: 'keep' | 'clear') =>
    node('menu', 'second', { typedAhead, options: [option('2', 'end')] });
  const first = node('menu', 'first', { options: [option('1', 'second')] });
  test.each([
    ['keep', '2'],
    ['clear', ''],
  ] as const)('%s', (rule, typedAhead) => {
    const turn = walk(one(first, second(rule), end), pressed({ kind: 'option', id: 'o1', rest: '2' }));
    expect(turn.action).toMatchObject({ do: 'collect', typedAhead });
    expect(turn.position.typedAhead).toBe('');
  });
});

describe('a flow that can’t continue takes its fallback', () => {
  const because = (reason: string) => ({ do: 'fallBack', because: reason });
  const missing: [string, FlowNode][] = [
    ['schedule', node('hours', 'n', { scheduleId: null })],
    ['list', node('caller', 'n', { condition: { kind: 'inList', listId: null } })],
    ['target', node('ring', 'n', { target: { kind: 'group', id: null } })],
    ['mailbox', node('voicemail', 'n', { mailboxId: null })],
    ['flow', node('goTo', 'n', { flowId: null })],
    ['published flow', node('goTo', 'n', { flowId: 'unpublished' })],
    ['server', node('webhook', 'n', { url: null })],
  ];
  test.each(missing)('no %s', (_, first) => expect(walk(one(first)).action).toMatchObject(because('missing_target')));

  test('because a target is deleted, a node takes too long, or an outcome belongs to another node', () => {
    const flows = one(node('ring', 'n'));
    expect(walk(flows, { kind: 'missing' }).action).toMatchObject(because('missing_target'));
    expect(walk(flows, { kind: 'tooLong' }).action).toMatchObject(because('too_long'));
    expect(walk(flows, { kind: 'played' }).action).toMatchObject(because('failed'));
  });

  test('because the same node repeats too often, or too many nodes run', () => {
    const alone = one(node('play', 'n', { exits: { next: 'n' } }));
    const played = (times: number) => Array.from({ length: times }, (): Outcome => ({ kind: 'played' }));
    expect(walk(alone, ...played(MAX_REPEATS - 1)).action.do).toBe('play');
    expect(walk(alone, ...played(MAX_REPEATS)).action).toMatchObject(because('too_many_repeats'));
    const two = one(node('set', 'a', { exits: { next: 'b' } }), node('set', 'b', { exits: { next: 'a' } }));
    const turn = walk(two);
    expect(turn.action).toMatchObject(because('too_many_steps'));
    expect(turn.path).toHaveLength(MAX_STEPS + 1);
  });

  test('of the flow that it is in', () => {
    const other: FlowContent = {
      ...content(node('hours', 'n', { scheduleId: null })),
      fallback: { kind: 'mailbox', id: 'm' },
    };
    const turn = walk(flowsOf({ main: content(node('goTo', 'go')), other }));
    expect(turn.path).toEqual(['start.next', 'go.', 'start.next', 'n.']);
    expect(turn.action).toEqual({ do: 'fallBack', to: { kind: 'mailbox', id: 'm' }, because: 'missing_target' });
  });
});

test('the name prefix is shown on every phone that rings, by key or by extension', () => {
  const menu = node('menu', 'm', { directDial: true });
  const flows = one(node('callerName', 'p', { prefix: 'SALES', exits: { next: 'm' } }), menu);
  expect(walk(flows).action).toMatchObject({ do: 'collect', directDial: true });
  expect(walk(flows, pressed({ kind: 'extension', number: '101', rest: '' })).action).toEqual({
    do: 'dialExtension',
    number: '101',
    callerNamePrefix: 'SALES',
  });
});
