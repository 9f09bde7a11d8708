import { describe, expect, it } from 'vitest';
import { rowsBefore } from './list-state.ts';

describe('how many rows stand before a page', () => {
  it('is known when one came from the first page', () => {
    expect(rowsBefore(undefined, [])).toBe(0);
    expect(rowsBefore('second', [''])).toBe(50);
    expect(rowsBefore('third', ['', 'second'])).toBe(100);
  });
  it('is not known when one came by an address, nor on the pages after that', () => {
    expect(rowsBefore('somewhere', [])).toBeNull();
    expect(rowsBefore('next', ['somewhere'])).toBeNull();
  });
});
