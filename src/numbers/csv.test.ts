import { expect, it } from 'vitest';
import { readCsv } from './csv.ts';

it('takes the column of that heading, wherever it stands', () => {
  expect(readCsv('Customer,Phone Number\r\n"Bakery, Main St",+12125550101\r\n\r\nClinic,"(212) 555-0102"\r\n')).toEqual(
    [
      { line: 2, text: '+12125550101' },
      { line: 4, text: '(212) 555-0102' },
    ],
  );
});

it('or the first column, from the first line on', () => {
  expect(readCsv('\uFEFF+12125550101;Bakery\n+12125550110-+12125550112')).toEqual([
    { line: 1, text: '+12125550101' },
    { line: 2, text: '+12125550110-+12125550112' },
  ]);
});

it('a short line has no number', () => {
  expect(readCsv('name,did\nBakery')).toEqual([{ line: 2, text: '' }]);
});

it('what is no CSV, or empty, is refused with the field named', () => {
  for (const csv of ['"+1212', ' \n\n', '']) {
    expect(() => readCsv(csv)).toThrow(
      expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ path: 'csv' })] }),
    );
  }
});
