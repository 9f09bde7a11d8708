import { describe, expect, test } from 'vitest';
import { readDestinationForm, targetOfOption, toDestinationForm } from './destination-form.ts';

describe('a destination in a form', () => {
  test.each([
    { kind: 'none' },
    { kind: 'extension', id: 'e1' },
    { kind: 'group', id: 'g1' },
    { kind: 'external', number: '+12125550101' },
  ] as const)('converts to the form and back: %o', (destination) => {
    expect(readDestinationForm(toDestinationForm(destination))).toEqual(destination);
  });

  test('a typed number is parsed as in the contract, and invalid text is left to the contract', () => {
    expect(readDestinationForm({ id: 'external', number: '(212) 555-0101' })).toEqual({
      kind: 'external',
      number: '+12125550101',
    });
    expect(readDestinationForm({ id: 'external', number: 'my mobile' })).toEqual({
      kind: 'external',
      number: 'my mobile',
    });
  });

  test('only targets count as targets', () => {
    expect(targetOfOption('extension:e1')).toEqual({ kind: 'extension', id: 'e1' });
    expect([targetOfOption('none'), targetOfOption('external'), targetOfOption('pigeon:1')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
