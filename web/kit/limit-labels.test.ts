import { expect, it } from 'vitest';
import { usageLabel } from './limit-labels.ts';

it('0 is a limit, null is none', () => {
  expect([usageLabel(3, 10), usageLabel(3, 0), usageLabel(3, null)]).toEqual(['3 of 10', '3 of 0', '3 (no limit)']);
});
