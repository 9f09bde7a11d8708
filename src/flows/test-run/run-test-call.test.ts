import { expect, test } from 'vitest';
import { content, flowsOf, node, option } from '../../../test/flow-content.ts';
import { runTestCall, type SimulatedWorld } from './run-test-call.ts';

const world = (fields: Partial<SimulatedWorld> = {}): SimulatedWorld => ({
  caller: '+12125550199',
  called: '+12125550102',
  presses: [],
  menuExtensions: ['301'],
  isOpen: () => true,
  isCaller: () => false,
  rings: () => 'answered',
  replies: () => null,
  ...fields,
});
const said = (text: string) => [{ kind: 'text' as const, text }];

const flows = flowsOf({
  main: content(
    node('hours', 'hours', { exits: { open: 'menu', closed: 'closed' } }),
    node('play', 'closed', { prompts: said('We are closed, {caller}.'), exits: { next: 'mail' } }),
    node('menu', 'menu', {
      prompts: said('Press 1 for sales.'),
      directDial: true,
      noInputTries: 2,
      options: [option('1', 'ring'), option('2', 'more')],
      exits: { noInput: 'mail', wrongInput: 'mail' },
    }),
    node('menu', 'more', {
      prompts: said('Press 1.'),
      options: [option('1', 'mail')],
      exits: { noInput: 'mail', wrongInput: 'mail' },
    }),
    node('ring', 'ring', { exits: { noAnswer: 'mail', busy: 'mail', unreachable: 'mail' } }),
    node('voicemail', 'mail'),
  ),
});
const run = (fields: Partial<SimulatedWorld>) => {
  const { path, heard, end } = runTestCall(flows, 'main', world(fields));
  return {
    path: path.map(({ nodeId, exit }) => `${nodeId}.${exit ?? ''}`).join(' '),
    heard: heard.map(
      (one) =>
        `${one.nodeId}: ${one.kind === 'value' ? one.value : one.prompts.map((prompt) => ('text' in prompt ? prompt.text : '')).join(' ')}`,
    ),
    end: end.do,
  };
};

test.each<[string, Partial<SimulatedWorld>, string, string[], string]>([
  [
    'sales answers',
    { presses: ['1'] },
    'start.next hours.open menu.o1 ring.answered',
    ['menu: Press 1 for sales.'],
    'hangUp',
  ],
  [
    'sales does not',
    { presses: ['1'], rings: () => 'noAnswer' },
    'start.next hours.open menu.o1 ring.noAnswer mail.',
    ['menu: Press 1 for sales.'],
    'takeMessage',
  ],
  [
    'at night',
    { isOpen: () => false },
    'start.next hours.closed closed.next mail.',
    ['closed: We are closed, +12125550199.'],
    'takeMessage',
  ],
  [
    'nothing is pressed',
    {},
    'start.next hours.open menu.noInput mail.',
    ['menu: Press 1 for sales.', 'menu: Press 1 for sales.'],
    'takeMessage',
  ],
  [
    'a wrong key, then one that is there',
    { presses: ['9', '1'] },
    'start.next hours.open menu.o1 ring.answered',
    ['menu: Press 1 for sales.', 'menu: Press 1 for sales.'],
    'hangUp',
  ],
  [
    'keys for two menus at once',
    { presses: ['21'] },
    'start.next hours.open menu.o2 more.o1 mail.',
    ['menu: Press 1 for sales.'],
    'takeMessage',
  ],
  ['an extension', { presses: ['301'] }, 'start.next hours.open menu.', ['menu: Press 1 for sales.'], 'dialExtension'],
  ['the schedule is gone', { isOpen: () => null }, 'start.next hours.', ['hours: '], 'fallBack'],
])('%s', (_, fields, path, heard, end) => expect(run(fields)).toEqual({ path, heard, end }));
