import { describe, expect, test } from 'vitest';
import { DEFAULT_HOME, toE164 } from '../../numbers/e164.ts';
import { chooseColumn, entryOf, toTable } from './number-columns.ts';
import { readCsv } from './read-csv.ts';

const isNumber = (cell: string): boolean => cell.split(/-(?=\+)/).every((end) => toE164(end, DEFAULT_HOME) !== null);

/** Summarizes a file: the chosen columns and each row's entry. */
function read(csv: string) {
  const table = toTable(readCsv(csv), isNumber);
  const choice = chooseColumn(table);
  if (choice.kind === 'question') return { ask: choice.candidates };
  const { kind, ...columns } = choice;
  return { [kind]: Object.values(columns), entries: table.rows.map((row) => entryOf(row, choice, DEFAULT_HOME)) };
}

describe('the column with the numbers', () => {
  test.each([
    [
      'Customer,Phone Number\r\n"Bakery, Main St",+12125550101\r\n\r\nClinic,"(212) 555-0102"\r\n',
      2,
      ['+12125550101', '(212) 555-0102'],
    ],
    ['Account,MSISDN\n4085551234,+12125550801', 2, ['+12125550801']],
    ['MSISDN,Account\n+12125550801,4085551234', 1, ['+12125550801']],
    ['account_number;phone_number\n4085551234;2125550801', 2, ['2125550801']],
    ['\ufeff+12125550101;Bakery\n+12125550110-+12125550112;Range', 1, ['+12125550101', '+12125550110-+12125550112']],
    ['Bakery;+12125550101\nClinic;+12125550102', 2, ['+12125550101', '+12125550102']],
    ['+12125550101\n+12125550102\n', 1, ['+12125550101', '+12125550102']],
    ['sep=;\nName;DID\n"Smith, John";+12125550101', 2, ['+12125550101']],
    ['Name\tDID\nSmith, John\t+12125550101', 2, ['+12125550101']],
    ['Name;Price;DID\nA;1,5;+12125550101\nB;2,5;+12125550102', 3, ['+12125550101', '+12125550102']],
    ['name,did\nBakery\nClinic,+12125550101', 2, ['', '+12125550101']],
    ['number\noops\n', 1, ['oops']],
    ['Number,Note\n1.21E+10,x', 1, ['1.21E+10']],
    ['Number,Note\n="+12125550101",x\n\'+12125550102,y', 1, ['+12125550101', '+12125550102']],
    // a typo is not a heading
    ['+1212555O101\n+12125550102', 1, ['+1212555O101', '+12125550102']],
    ['Number\n"+12125550101"\n', 1, ['+12125550101']],
  ] as const)('of %j', (csv, column, entries) => {
    expect(read(csv)).toEqual({ column: [column], entries });
  });

  test.each([
    ['from,to\n+12125550110,+12125550119', ['+12125550110 - +12125550119']],
    ['Start;End;Site\n2125550110;2125550119;Troy', ['2125550110 - +12125550119']],
    ['First,Last\n+12125550110,\n,+12125550111', ['+12125550110', '+12125550111']],
  ] as const)('two for the ends of ranges: %j', (csv, entries) => {
    expect(read(csv)).toEqual({ range: [1, 2], entries });
  });

  test.each([
    ['Home,Work\n+12125550101,+12125550102', [1, 2]],
    ['4085551234,+12125550801\n4085551235,+12125550802', [1, 2]],
    ['Phone,Mobile\n+12125550101,+12125550102', [1, 2]],
    ['Name,City\nBakery,Troy', [1, 2]],
  ] as const)('is asked for: %j', (csv, candidates) => {
    expect(read(csv)).toEqual({ ask: candidates });
  });
});
