import { expect, test } from 'vitest';
import { usesText } from './DeletionUses.tsx';

test('names everything that leads to a target, grouped by what happens to it', () => {
  expect(usesText([])).toBeNull();
  expect(usesText([{ kind: 'number', name: '+12125550101' }])).toBe(
    'Deleting it leaves (212) 555-0101 without a destination.',
  );
  expect(
    usesText([
      { kind: 'number', name: '+12125550101' },
      { kind: 'number', name: '+12125550102' },
      { kind: 'forward', name: '103 Oven' },
      { kind: 'member', name: '600 Sales' },
      { kind: 'fallback', name: '601 Support' },
      { kind: 'flow', name: 'Main number' },
    ]),
  ).toBe(
    'Deleting it leaves (212) 555-0101 and (212) 555-0102 without a destination, ends the forwarding of 103 Oven, removes it from 600 Sales, leaves 601 Support without a fallback, and sends the calls of Main number to the flow’s fallback.',
  );
});
