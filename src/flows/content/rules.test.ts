import { expect, test } from 'vitest';
import { node, option } from '../../../test/flow-content.ts';
import { exitsOf, NODE_KINDS, withExit } from './rules.ts';

test('every exit of a node has an id, a name and a destination', () => {
  const menu = node('menu', 'm', { options: [option('1', 'a')], exits: { noInput: 'b' } });
  expect(exitsOf(menu)).toEqual([
    { id: 'o1', name: '1: Key 1', to: 'a' },
    { id: 'noInput', name: 'No input', to: 'b' },
    { id: 'wrongInput', name: 'Wrong input', to: null },
  ]);
});

test('every exit of every kind of node can be redirected, and an unknown exit changes nothing', () => {
  for (const kind of Object.keys(NODE_KINDS) as (keyof typeof NODE_KINDS)[]) {
    const plain = kind === 'menu' ? node(kind, 'n', { options: [option('1', null)] }) : node(kind, 'n');
    for (const { id } of exitsOf(plain)) {
      const led = exitsOf(withExit(plain, id, 'there'));
      expect(led.filter(({ to }) => to !== null)).toEqual([{ ...led.find((exit) => exit.id === id), to: 'there' }]);
    }
    expect(withExit(plain, 'toString', 'there')).toEqual(plain);
  }
});
