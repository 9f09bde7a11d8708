import { describe, expect, it } from 'vitest';
import { optionOf, routingOf, routingOptions } from './routing.ts';

describe('a routing as one choice', () => {
  it('there and back', () => {
    for (const routing of [{ kind: 'none' as const }, { kind: 'extension' as const, id: 'e1' }]) {
      expect(routingOf(optionOf(routing))).toEqual(routing);
    }
    expect(optionOf({ kind: 'external', number: '+12125550101' })).toBe('external');
  });
  it('each extension is a choice', () => {
    expect(routingOptions([{ id: 'e1', number: '101', name: 'Counter' }]).at(-1)).toEqual({
      value: 'e1',
      label: '101 Counter',
      group: 'Extensions',
    });
  });
});
