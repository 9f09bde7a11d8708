import { describe, expect, test } from 'vitest';
import { type Connection, excessConnections, parseRefusals } from './watch.ts';

test('parses rejected requests by kind and source', () => {
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

/** Of one source: the second has been silent for longer than the others. */
const held = (src_ip: string, count: number, lifetime: number, first = 1) =>
  Array.from({ length: count }, (_, n) => ({
    id: first + n,
    src_ip,
    dst_port: 5060,
    lifetime,
    timeout: lifetime - (n === 1 ? 9 : 0),
  }));

test('closes a source’s excess connections that have been silent for the longest, and none of registered phones', () => {
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

describe('a quarter of all connections stays free', () => {
  /** Sources that each stay within their limit, and the registered phones. */
  const crowd = (sources: number, phones = 0) => [
    ...Array.from({ length: sources }, (_, n) => held(`192.0.2.${n}`, 32, 20, 1000 + n * 32)).flat(),
    ...held('198.51.100.1', phones, 3800, 100_000),
  ];
  const closed = (connections: Connection[]) => [...excessConnections(connections).values()].flat();

  test('by closing those that have been silent for the longest, whose ever they are', () => {
    expect(closed(crowd(96))).toEqual([]);
    const ids = closed([...crowd(96), ...held('198.51.100.2', 1, 20, 1)]);
    expect(ids).toEqual([1001]);
    expect(closed(crowd(128))).toHaveLength(1024);
    expect(closed(crowd(96, 200))).toHaveLength(200);
  });

  test('but no registered phone’s', () => {
    const ids = closed(crowd(20, 3400));
    expect(ids).toHaveLength(640 - 256);
    expect(ids.every((id) => id < 100_000)).toBe(true);
  });

  test('and those that have called for help only after all others', () => {
    const help = held('198.51.100.3', 3000, 120, 50_000);
    const ids = closed([...crowd(10), ...help]);
    expect(ids).toHaveLength(320 + 3000 - 3072);
    expect(ids.filter((id) => id >= 50_000)).toEqual([]);
    expect(closed([...crowd(1), ...held('198.51.100.3', 4000, 120, 50_000)]).filter((id) => id >= 50_000)).toHaveLength(
      928,
    );
  });
});
