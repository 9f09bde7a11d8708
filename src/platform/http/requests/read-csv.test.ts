import { expect, test } from 'vitest';
import { csvRows } from '../../escape/csv.ts';
import { readCsv } from './read-csv.ts';

test('lines are numbered as in an editor', () => {
  expect(readCsv('Name,Number\n\n"A\nB",+12125550101\nC,+12125550102').map(({ line }) => line)).toEqual([1, 4, 5]);
  expect(readCsv('sep=;\na;b').map(({ line }) => line)).toEqual([2]);
});

test('an invalid or empty CSV is refused with the name of the field', () => {
  for (const csv of ['"+1212', ' \n\n', '', '\ufeff']) {
    expect(() => readCsv(csv)).toThrow(
      expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ path: 'csv' })] }),
    );
  }
});

test('gives back what a file of ours holds', () => {
  const cells = [
    '=HYPERLINK("x")',
    '+12125550101, +12125550102',
    '-1-1',
    '@sum',
    "a; '=b",
    'x|-y',
    "O'Neil",
    '+1',
    '\uff1d1',
  ];
  const rows = [['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'], cells];
  expect(readCsv(csvRows(rows)).map((row) => row.cells)).toEqual(rows);
});
