import { expect, test } from 'vitest';
import { giveUpAfter, type Health, orderTrunks, isReachable, isTrunkFault, rankOf, UNKNOWN } from './rules.ts';

const NOW = 1_000_000_000;
const health = (more: Partial<Health>): Health => ({ ...UNKNOWN, ...more });
const failed = (failures: number, secondsAgo: number) => health({ failures, failedAt: NOW - secondsAgo * 1000 });

test.each<[string, Health, { rank: number; reachable: boolean | null; giveUp: number | null }]>([
  ['was never asked', UNKNOWN, { rank: 0, reachable: false, giveUp: 2500 }],
  ['answers', health({ last: 'answered', answersOptions: true }), { rank: 0, reachable: true, giveUp: 2500 }],
  ['went silent', health({ last: 'silent', answersOptions: true }), { rank: 2, reachable: false, giveUp: 2500 }],
  ['has its port closed', health({ last: 'refused' }), { rank: 2, reachable: false, giveUp: 2500 }],
  // possibly a carrier that ignores OPTIONS
  ['never answered anything', health({ last: 'silent' }), { rank: 0, reachable: false, giveUp: 2500 }],
  ['takes calls only', health({ last: 'silent', answersCalls: true }), { rank: 0, reachable: null, giveUp: null }],
  ['failed a moment ago', failed(1, 29), { rank: 1, reachable: false, giveUp: 2500 }],
  ['failed a while ago', failed(1, 31), { rank: 0, reachable: false, giveUp: 2500 }],
  ['fails again and again', failed(3, 119), { rank: 1, reachable: false, giveUp: 2500 }],
  ['failed for ever, long ago', failed(50, 301), { rank: 0, reachable: false, giveUp: 2500 }],
])('a trunk that %s', (_, of, { rank, reachable, giveUp }) => {
  expect([rankOf(of, NOW), isReachable(of), giveUpAfter(of)]).toEqual([rank, reachable, giveUp]);
});

test('calls try healthy trunks first, then those that failed lately, and unreachable ones only for 911 or without any other', () => {
  const ranks = { gone: 2, failed: 1, first: 0, second: 0 } as const;
  const order = (names: (keyof typeof ranks)[], emergency: boolean) =>
    orderTrunks(names, (name) => ranks[name], emergency);
  expect(order(['gone', 'failed', 'first', 'second'], false)).toEqual(['first', 'second', 'failed']);
  expect(order(['gone', 'failed', 'first', 'second'], true)).toEqual(['first', 'second', 'failed', 'gone']);
  expect(order(['gone'], false)).toEqual(['gone']);
});

test('some SIP statuses are the trunk’s fault and others are the callee’s', () => {
  const faults = [300, 302, 305, 401, 402, 407, 408, 415, 424, 482, 488, 500, 502, 503, 504, 513, 580];
  const words = [403, 404, 410, 433, 480, 484, 486, 487, 600, 603, 604];
  expect(faults.filter((status) => !isTrunkFault(status))).toEqual([]);
  expect(words.filter(isTrunkFault)).toEqual([]);
});
