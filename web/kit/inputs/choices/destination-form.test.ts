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

  test('a typed number is sent as it is written, because only the server knows the tenant’s country for sure', () => {
    const destination = { kind: 'external', number: '55 1234 5678' };
    expect(readDestinationForm({ id: 'external', number: '55 1234 5678' })).toEqual(destination);
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
