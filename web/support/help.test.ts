import { expect, test } from 'vitest';
import { SUSPENSION_REASONS } from '../../src/status/contract.ts';
import { HELP_TOPICS } from '../../src/support/contract.ts';
import { helpTopics } from '../../src/support/rules.ts';
import { suspensionTexts } from './help.ts';

test('mentions payment only if one is overdue', () => {
  expect(suspensionTexts(['payment'], 'Northwind').join()).toMatch(/payment to Northwind is overdue/);
  for (const topic of ['usage', 'precaution', 'other'] as const)
    expect(suspensionTexts([topic], 'Northwind').join()).not.toMatch(/pay/i);
});
test('accuses nobody, and never mentions the operator', () => {
  expect(suspensionTexts(HELP_TOPICS, 'Northwind').join(' ')).not.toMatch(/fraud|abuse|suspect|operator|platform/i);
});
test('every reason has a text, and the vaguest one is left out if there are others', () => {
  for (const reason of SUSPENSION_REASONS) expect(suspensionTexts(helpTopics([reason]), 'Northwind')).toHaveLength(1);
  expect(suspensionTexts(helpTopics(['manual', 'past_due']), 'Northwind')).toEqual([
    'A payment to Northwind is overdue. Please get in touch to settle it.',
  ]);
});
