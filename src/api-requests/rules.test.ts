import { expect, test } from 'vitest';
import { representedBy } from './rules.ts';

test('records every request, then every tenth, then every hundredth, and counts them all', () => {
  const numbers = Array.from({ length: 10_000 }, (_, i) => i + 1);
  const recorded = numbers.map(representedBy).filter((represents) => represents > 0);
  expect(recorded.filter((represents) => represents === 1)).toHaveLength(600);
  expect(recorded.filter((represents) => represents === 10)).toHaveLength(540);
  expect(recorded.filter((represents) => represents === 100)).toHaveLength(40);
  expect(recorded.reduce((sum, represents) => sum + represents, 0)).toBe(10_000);
});
