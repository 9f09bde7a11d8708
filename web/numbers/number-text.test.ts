import { describe, expect, it } from 'vitest';
import { entriesOf } from './number-text.ts';

describe('numbers in a text', () => {
  it('one on each line or between commas', () => {
    expect(entriesOf(' +12125550110 \n\n(212) 555-0111, +12125550120-+12125550129;')).toEqual([
      '+12125550110',
      '(212) 555-0111',
      '+12125550120-+12125550129',
    ]);
    expect(entriesOf(' \n')).toEqual([]);
  });
});
