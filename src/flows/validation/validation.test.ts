import { describe, expect, test } from 'vitest';
import { content, node, option } from '../../../test/flow-content.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode } from '../content/node-contract.ts';
import type { Existing } from './existing.ts';
import { connectedFlows } from './graph.ts';
import { faultsOf, warningsOf } from './validation.ts';

const existing: Existing = {
  ids: {
    schedule: new Set(['schedule']),
    list: new Set(['list']),
    extension: new Set(['e101']),
    group: new Set(['group']),
    mailbox: new Set(['mailbox']),
    flow: new Set(['main', 'other', 'draft']),
  },
  sounds: new Map([
    ['sound', 'ready'],
    ['fresh', 'converting'],
    ['broken', 'failed'],
  ]),
  menuExtensions: ['301', '302', '45'],
  servers: { privateAddresses: 'refuse', ownHosts: ['phones.example.com'] },
};

const end = node('hangUp', 'end');
/** A node with all its exits leading to `end`. */
const whole = (one: FlowNode): FlowNode =>
  ({
    ...one,
    exits: Object.fromEntries(Object.entries(one.exits).map(([exit, to]) => [exit, to ?? 'end'])),
  }) as FlowNode;
const main = (...nodes: [FlowNode, ...FlowNode[]]): FlowContent => content(...nodes, end);
const codes = (flows: Record<string, FlowContent>): string[] =>
  faultsOf(new Map(Object.entries(flows)), existing).map(
    ({ flowId, nodeId, exit, code }) => `${flowId}/${nodeId ?? ''}${exit === null ? '' : `.${exit}`} ${code}`,
  );
const menu = (...options: { id: string; digits: string; name: string; to: string | null }[]) =>
  whole(node('menu', 'n', { options }));

test('a flow of complete nodes has no fault', () => {
  const chain = content(
    node('hours', 'hours', { exits: { open: 'menu', closed: 'mail' } }),
    node('menu', 'menu', {
      options: [option('1', 'ring'), option('2', 'pin')],
      exits: { noInput: 'mail', wrongInput: 'menu' },
    }),
    node('ring', 'ring', { exits: { noAnswer: 'mail', busy: 'mail', unreachable: 'mail' } }),
    whole(
      node('gather', 'pin', {
        variable: 'pin',
        secret: true,
        exits: { done: 'check', wrongInput: 'mail', noInput: 'mail' },
      }),
    ),
    node('compare', 'check', { variable: 'pin', value: '8642', secret: true, exits: { yes: 'ring', no: 'mail' } }),
    node('voicemail', 'mail'),
  );
  expect(codes({ main: chain })).toEqual([]);
});

describe('each fault names its place', () => {
  const cases: [string, FlowContent, string[]][] = [
    ['an open exit', main(node('hours', 'n', { exits: { open: 'end' } })), ['main/n.closed open_exit']],
    ['an open option', main(menu(option('1', null))), ['main/n.o1 open_exit']],
    [
      'an exit to a node that is not there',
      main(whole(node('play', 'n', { exits: { next: 'gone' } }))),
      ['main/n.next open_exit', 'main/end unreachable'],
    ],
    [
      'an open end of a talk is none',
      main(node('ring', 'n', { exits: { noAnswer: 'end', busy: 'end', unreachable: 'end' } })),
      [],
    ],
    [
      'a node that no call comes to',
      main(whole(node('play', 'n')), whole(node('play', 'spare'))),
      ['main/spare unreachable'],
    ],
    ['no start', { ...main(end), nodes: [end] }, ['main/ no_single_start', 'main/end unreachable']],
    [
      'two starts',
      main(whole(node('play', 'n')), node('start', 'second', { exits: { next: 'end' } })),
      ['main/ no_single_start'],
    ],
    [
      'two nodes with one id',
      main(whole(node('play', 'n')), whole(node('play', 'n'))),
      ['main/n duplicate_id', 'main/n unreachable'],
    ],
    ['no schedule', main(whole(node('hours', 'n', { scheduleId: null }))), ['main/n not_chosen']],
    [
      'no list',
      main(whole(node('caller', 'n', { condition: { kind: 'inList', listId: null } }))),
      ['main/n not_chosen'],
    ],
    [
      'nobody to ring',
      main(whole(node('ring', 'n', { target: { kind: 'extension', id: null } }))),
      ['main/n not_chosen'],
    ],
    ['no mailbox', content(node('voicemail', 'n', { mailboxId: null })), ['main/n not_chosen']],
    ['no flow', content(node('goTo', 'n', { flowId: null })), ['main/n not_chosen']],
    ['no server', main(whole(node('webhook', 'n', { url: null }))), ['main/n not_chosen']],
    ['no secret', main(whole(node('compare', 'n', { variable: 'caller', secret: true }))), ['main/n not_chosen']],
    [
      'a server in a private network',
      main(whole(node('webhook', 'n', { url: 'http://127.1/' }))),
      ['main/n address_refused'],
    ],
    [
      'a server of this service',
      main(whole(node('webhook', 'n', { url: 'https://PHONES.example.com.:8443/api/v1/tenants' }))),
      ['main/n address_refused'],
    ],
    [
      'a server without encryption',
      main(whole(node('webhook', 'n', { url: 'http://crm.example/' }))),
      ['main/n address_refused'],
    ],
    ['a schedule that is gone', main(whole(node('hours', 'n', { scheduleId: 'gone' }))), ['main/n target_missing']],
    [
      'an extension that is gone',
      main(whole(node('ring', 'n', { target: { kind: 'extension', id: 'gone' } }))),
      ['main/n target_missing'],
    ],
    ['a flow that is gone', content(node('goTo', 'n', { flowId: 'gone' })), ['main/n target_missing']],
    ['a flow that is a draft', content(node('goTo', 'n', { flowId: 'draft' })), ['main/n not_published']],
    [
      'a sound that is gone',
      main(whole(node('play', 'n', { prompts: [{ kind: 'media', mediaId: 'gone' }] }))),
      ['main/n target_missing'],
    ],
    [
      'a sound that is not ready',
      main(whole(node('play', 'n', { prompts: [{ kind: 'media', mediaId: 'fresh' }] }))),
      ['main/n sound_not_ready'],
    ],
    [
      'a sound that never will be',
      main(whole(node('play', 'n', { prompts: [{ kind: 'media', mediaId: 'broken' }] }))),
      ['main/n sound_not_ready'],
    ],
    [
      'no sound',
      main(whole(node('play', 'n', { prompts: [{ kind: 'media', mediaId: null }] }))),
      ['main/n not_chosen'],
    ],
    ['nothing to play', main(whole(node('play', 'n', { prompts: [] }))), ['main/n no_prompt']],
    [
      'nothing to say',
      main(whole(node('play', 'n', { prompts: [{ kind: 'text', text: ' ' }] }))),
      ['main/n no_prompt'],
    ],
    ['a menu without a key', main(menu()), ['main/n no_option']],
    ['a key twice', main(menu(option('1', 'end'), { ...option('1', 'end'), id: 'x' })), ['main/n.x same_digits']],
    [
      'an option twice',
      main(menu(option('1', 'end'), { ...option('2', 'end'), id: 'o1' })),
      ['main/n.o1 duplicate_id'],
    ],
    [
      'more digits than it takes',
      main(whole(node('gather', 'n', { minDigits: 5, maxDigits: 4 }))),
      ['main/n digits_range'],
    ],
    ['a variable that nothing sets', main(whole(node('say', 'n'))), ['main/n variable_not_set']],
    [
      'a variable in a text',
      main(whole(node('play', 'n', { prompts: [{ kind: 'text', text: 'Hi {name}' }] }))),
      ['main/n variable_not_set'],
    ],
    ['the caller’s number is set', main(whole(node('set', 'n', { variable: 'caller' }))), ['main/n variable_reserved']],
    [
      'a fallback that is gone',
      { ...main(whole(node('play', 'n'))), fallback: { kind: 'mailbox', id: 'gone' } },
      ['main/ target_missing'],
    ],
    [
      'a fallback without its sound',
      { ...main(whole(node('play', 'n'))), fallback: { kind: 'message', prompts: [{ kind: 'media', mediaId: null }] } },
      ['main/ not_chosen'],
    ],
  ];
  test.each(cases)('%s', (_, flow, expected) => expect(codes({ main: flow })).toEqual(expected));

  test('more than 100 nodes', () => {
    const plays = Array.from({ length: 100 }, (_, place) =>
      node('play', `p${place}`, { exits: { next: place === 99 ? 'end' : `p${place + 1}` } }),
    );
    const [first, ...rest] = plays;
    if (!first) throw new Error('There is none.');
    expect(codes({ main: main(first, ...rest) })).toEqual(['main/ too_many_nodes']);
  });

  test('and describes it in words', () => {
    const [fault] = faultsOf(
      new Map([['main', main(node('hours', 'n', { name: 'Opening hours', exits: { open: 'end' } }))]]),
      existing,
    );
    expect(fault?.message).toBe('“Opening hours”: The exit “Closed” leads nowhere. Connect it.');
  });
});

describe('loops', () => {
  const a = node('hours', 'a', { exits: { open: 'b', closed: 'end' } });
  test('without a person or a pause in them are refused', () => {
    expect(codes({ main: main(a, node('callerName', 'b', { exits: { next: 'a' } })) })).toEqual([
      'main/a endless_loop',
    ]);
    expect(codes({ main: main(node('set', 'n', { exits: { next: 'n' } }), end) })).toContain('main/n endless_loop');
    const busy = node('ring', 'b', { exits: { busy: 'b', noAnswer: 'end', unreachable: 'end' } });
    expect(codes({ main: main(a, busy) })).toEqual(['main/b endless_loop']);
  });
  test('with a person or a pause in them are accepted', () => {
    expect(codes({ main: main(a, node('play', 'b', { exits: { next: 'a' } })) })).toEqual([]);
    const ring = node('ring', 'b', { exits: { answered: 'a', noAnswer: 'a', busy: 'end', unreachable: 'end' } });
    expect(codes({ main: main(a, ring) })).toEqual([]);
  });
  test('across several flows are found when the second one is published', () => {
    const first = content(node('goTo', 'go', { flowId: 'other' }));
    const back = content(node('goTo', 'back', { flowId: 'main' }));
    expect(codes({ main: first, other: content(end) })).toEqual([]);
    expect(codes({ main: first, other: back })).toEqual(['main/start endless_loop']);
    const greeted = content(
      node('play', 'hello', { exits: { next: 'back' } }),
      node('goTo', 'back', { flowId: 'main' }),
    );
    expect(codes({ main: first, other: greeted })).toEqual([]);
  });
});

describe('variables', () => {
  test('set in one flow can be read in the flows after it, but not before', () => {
    const first = content(node('set', 'set', { exits: { next: 'go' } }), node('goTo', 'go', { flowId: 'other' }));
    const second = main(whole(node('say', 'say')));
    expect(codes({ main: first, other: second })).toEqual([]);
    expect(codes({ main: second, draft: first, other: second })).toEqual(['main/say variable_not_set']);
    const late = main(node('say', 'say', { exits: { next: 'set' } }), whole(node('set', 'set')));
    expect(codes({ main: late })).toEqual(['main/say variable_not_set']);
  });
});

describe('warnings', () => {
  const messages = (one: FlowNode): string[] =>
    warningsOf(new Map([['main', main(one)]]), existing).map(({ message }) => message);
  test('name a key that has to wait, why, and how long', () => {
    expect(messages(menu(option('1', 'end'), option('12', 'end')))).toEqual([
      '“n”: 1 waits 3 s, because the option 12 begins with it.',
    ]);
    expect(
      messages(whole(node('menu', 'n', { directDial: true, options: [option('3', 'end'), option('45', 'end')] }))),
    ).toEqual([
      '“n”: 3 waits 3 s, because extension 301 begins with it.',
      '“n”: Extension 45 can’t be dialled here: the option has its number.',
    ]);
    expect(messages(menu(option('3', 'end')))).toEqual([]);
  });
  test('name a secret that won’t be spoken, and block nothing', () => {
    const pin = node('gather', 'pin', {
      variable: 'pin',
      secret: true,
      exits: { done: 'say', noInput: 'end', wrongInput: 'end' },
    });
    const flow = main(pin, whole(node('say', 'say', { variable: 'pin' })));
    expect(warningsOf(new Map([['main', flow]]), existing)).toMatchObject([{ nodeId: 'say', code: 'secret_not_said' }]);
    expect(codes({ main: flow })).toEqual([]);
  });
});

test('connected flows are those that lead here and those that this one leads to', () => {
  const to = (...ids: string[]): FlowContent => {
    const [first = end, ...rest] = ids.map((flowId) => node('goTo', flowId, { flowId }));
    return content(first, ...rest);
  };
  const flows = new Map(Object.entries({ a: to('b'), b: to('c'), c: to('d'), d: to(), x: to('d'), y: to() }));
  expect([...connectedFlows(flows, 'b')].sort()).toEqual(['a', 'b', 'c', 'd']);
});
