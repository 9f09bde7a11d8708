import { describe, expect, test } from 'vitest';
import { readCsv } from '../platform/http/requests/read-csv.ts';
import { hasNames, kindsIn, readColumns, readRow } from './csv-columns.ts';

function read(csv: string) {
  const [head, ...rows] = readCsv(csv);
  const columns = readColumns(head?.cells ?? []);
  return rows.map((row) => readRow(row, columns));
}
const numbersOf = (csv: string): string[] =>
  read(csv).flatMap(({ numbers }) => numbers.map(({ kind, text }) => `${kind} ${text}`));

describe('a row', () => {
  test.each([
    ['Name,Company,Work', 'Ann Lee,Hudson,1', { name: 'Ann Lee', company: 'Hudson', numbers: ['work 1'] }],
    ['First Name;Last Name;Mobile Phone', 'Ann;Lee;1', { name: 'Ann Lee', company: undefined, numbers: ['mobile 1'] }],
    ['Given Name,Family Name,Organization Name', ',,Hudson', { name: 'Hudson', company: '', numbers: [] }],
    ['Full Name\tCell\tHome', 'Ann\t1\t2', { name: 'Ann', company: undefined, numbers: ['mobile 1', 'home 2'] }],
    [
      'Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value',
      'Ann,Mobile,1 ::: 2,* Home,3',
      { name: 'Ann', company: undefined, numbers: ['mobile 1', 'mobile 2', 'home 3'] },
    ],
    [
      'name,telephone,Business Phone 2,Other Phone,Home Fax,Home Street,Account Number,E-mail Address',
      'Ann,1,2,3,4,5,6,7',
      { name: 'Ann', company: undefined, numbers: ['work 1', 'work 2', 'other 3'] },
    ],
    [
      'Name,Work',
      'Ann,"1; 2\n3, 4"',
      { name: 'Ann', company: undefined, numbers: ['work 1', 'work 2', 'work 3', 'work 4'] },
    ],
    ['ID,Name,Note', 'x,Ann,"a\nb"', { name: 'Ann', id: 'x', note: 'a\nb', numbers: [] }],
  ] as const)('under %j: %j', (head, row, expected) => {
    const csv = `${head}\n${row}\n`;
    const { numbers, ...fields } = expected;
    expect(read(csv)).toMatchObject([fields]);
    expect(numbersOf(csv)).toEqual(numbers);
  });
});

test('an import replaces only the kinds of number for which the file has columns', () => {
  expect(kindsIn(readColumns(['Name', 'Mobile', 'Phone']))).toEqual(['work', 'mobile']);
  expect(kindsIn(readColumns(['Name', 'Phone 1 - Label', 'Phone 1 - Value']))).toHaveLength(4);
});

test('a file can name contacts by person or by company', () => {
  expect(hasNames(readColumns(['Company', 'Phone']))).toBe(true);
  expect(hasNames(readColumns(['Phone', 'Note']))).toBe(false);
});
