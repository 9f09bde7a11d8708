import { expect, test } from 'vitest';
import { content, node, option } from '../../../test/flow-content.ts';
import { callsByExit, leftAt, removedExits } from './counts.ts';

const row = (nodeId: string, exit: string | null, calls: number) => ({
  nodeId,
  node: nodeId,
  exit,
  calls,
  passes: calls,
});
const exits = [
  row('start', 'next', 9),
  row('menu', 'o1', 5),
  row('menu', 'o2', 2),
  row('menu', null, 1),
  row('desk', 'answered', 4),
  row('old', 'next', 3),
  row('end', null, 6),
];
const flow = content(
  node('menu', 'menu', { options: [option('1', 'desk'), option('2', null)] }),
  node('ring', 'desk'),
  node('hangUp', 'end'),
);

test('a line of the canvas shows the calls of its exit', () => {
  expect(callsByExit(exits).get('menu/o1')).toBe(5);
  expect(callsByExit(exits).has('menu/null')).toBe(false);
});

test('the steps where calls left the flow are listed, most calls first', () => {
  expect(leftAt(exits).map(({ node: name, calls }) => [name, calls])).toEqual([
    ['end', 6],
    ['menu', 1],
  ]);
});

test('counts of deleted steps and of exits that lead nowhere are listed', () => {
  expect(removedExits(exits, flow).map(({ nodeId, exit }) => `${nodeId}/${exit}`)).toEqual(['menu/o2', 'old/next']);
});
