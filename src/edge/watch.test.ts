import { expect, it } from 'vitest';
import { parseRefusals, excessConnections } from './watch.ts';

it('parses rejected requests by kind and source', () => {
  const dump = [
    { entry: 713, size: 1, slot: [{ name: 'flood:192.0.2.66', value: 35, type: 'int' }] },
    {
      entry: 3,
      size: 2,
      slot: [
        { name: 'strangers:others', value: 7, type: 'int' },
        { name: 'else:192.0.2.1', value: 1, type: 'int' },
      ],
    },
  ];
  expect(parseRefusals(dump)).toEqual([
    { source: '192.0.2.66', reason: 'flood', count: 35 },
    { source: 'others', reason: 'strangers', count: 7 },
  ]);
  expect(parseRefusals([])).toEqual([]);
});

it('closes a source’s excess connections that have been silent for the longest, and none of registered phones', () => {
  const held = (src_ip: string, count: number, lifetime: number, first = 1) =>
    Array.from({ length: count }, (_, n) => ({
      id: first + n,
      src_ip,
      lifetime,
      timeout: lifetime - (n === 1 ? 9 : 0),
    }));
  const connections = [
    ...held('192.0.2.1', 35, 20),
    ...held('192.0.2.2', 32, 20, 100),
    // signed in
    ...held('192.0.2.3', 500, 3800, 200),
    // called for help
    ...held('192.0.2.4', 40, 120, 700),
  ];
  expect([...excessConnections(connections)]).toEqual([['192.0.2.1', [2, 1, 3]]]);
});
