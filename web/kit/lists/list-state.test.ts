import { describe, expect, test } from 'vitest';
import { rowsBefore } from './list-state.ts';

describe('the number of rows before a page', () => {
  test('is known if the user came from the first page', () => {
    expect(rowsBefore(undefined, [])).toBe(0);
    expect(rowsBefore('second', [''])).toBe(50);
    expect(rowsBefore('third', ['', 'second'])).toBe(100);
  });
  test('is unknown if the list was opened by a URL, and on the pages after that', () => {
    expect(rowsBefore('somewhere', [])).toBeNull();
    expect(rowsBefore('next', ['somewhere'])).toBeNull();
  });
});
