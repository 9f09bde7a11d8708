import { expect, test } from 'vitest';
import { readChoice, toTable } from '../platform/http/requests/number-columns.ts';
import { readCsv } from '../platform/http/requests/read-csv.ts';
import type { Entry } from './contract.ts';
import { isPattern, noteColumn, planImport } from './import-plan.ts';

const US = { country: 'US', number: null };
const GB = { country: 'GB', number: null };

function plan(csv: string, known: readonly Entry[] = [], home = US) {
  const table = toTable(readCsv(csv), (cell) => isPattern(cell, home));
  const choice = readChoice(table, undefined);
  if (choice.kind === 'question') return choice;
  return planImport(table.rows, { choice, note: noteColumn(table, choice) }, known, home);
}
const added = (csv: string, home = US): unknown => {
  const planned = plan(csv, [], home);
  return 'added' in planned ? planned.added.map(({ number, note }) => `${number} ${note}`.trim()) : planned;
};

test('plans a file row by row', () => {
  const known = [
    { id: '1', number: '+12125550199', isPrefix: false, note: 'Old' },
    { id: '2', number: '+1646', isPrefix: true, note: '' },
  ];
  const rows = [
    'Number,Note',
    '212 555 0199,New',
    '646*,',
    '+442079460958, London  office ',
    '12,',
    '(212) 555-0199,Again',
  ];
  expect(plan(rows.join('\n'), known)).toEqual({
    added: [{ number: '+442079460958', isPrefix: false, note: 'London office' }],
    changed: [{ id: '1', number: '+12125550199', isPrefix: false, note: 'New' }],
    same: 1,
    refused: [
      { line: 5, text: '12', message: expect.stringContaining('“12” isn’t a phone number') },
      { line: 6, text: '(212) 555-0199', message: 'Line 2 has this number too.' },
    ],
    tooMany: false,
  });
});

test.each([
  ['the number by heading, beside an account', 'Account,MSISDN\n4085551234,+12125550801', ['+12125550801']],
  ['a note before the number', 'Note,Number\nHead office,+12125550801', ['+12125550801 Head office']],
  ['a note among other columns', 'ID,Phone,City,Notes\n7,+12125550801,Troy,Rude', ['+12125550801 Rude']],
  ['a note without headings', '+12125550801,Head office,Troy', ['+12125550801 Head office']],
  ['the only other column as the note', 'Phone,Reason\n+12125550801,Rude', ['+12125550801 Rude']],
  ['no note beside another number', 'Phone,Fax,City\n+12125550801,+12125550802,Troy', ['+12125550801']],
  ['several other columns as no note', 'Phone,Reason,Agent\n+12125550801,Rude,Bob', ['+12125550801']],
  ['both ends of a range', 'from,to\n+12125550101,+12125550103', ['+12125550101', '+12125550102', '+12125550103']],
  ['a range with its note', '+12125550101-+12125550102,Shop', ['+12125550101 Shop', '+12125550102 Shop']],
  ['two columns with numbers as a question', '+12125550101,+12125550103', { kind: 'question', candidates: [1, 2] }],
])('reads %s', (_, csv, expected) => {
  expect(added(csv)).toEqual(expected);
});

test('reads numbers in the tenant’s country', () => {
  expect(added('Name,Telephone\nOffice,020 7946 0958', GB)).toEqual(['+442079460958 Office']);
});

test.each([
  ['+12125550101,a\u202eb', 'Note: Remove the invisible or unreadable character.'],
  ['+12125550101,a\u200bb', 'Note: Remove the invisible or unreadable character.'],
  ['+12125550101,a\u0007b', 'Note: Remove the invisible or unreadable character.'],
  ['+12125550101,"a\nb"', 'Note: Use one line only.'],
  [`+12125550101,${'x'.repeat(201)}`, 'Note: Use at most 200 characters.'],
  ['+12125550109-+12125550101,x', 'A range must go from a lower to a higher number.'],
  ['1.21E+10,x', 'A spreadsheet shortened this number. Format the column as text, and export it again.'],
  [',x', 'There is no number in this row.'],
])('refuses %j', (row, message) => {
  expect(plan(`Number,Note\n${row}`)).toMatchObject({ added: [], refused: [{ line: expect.any(Number), message }] });
});

test('stops at more numbers than a list can have', () => {
  const ranges = Array.from({ length: 3 }, (_, n) => `+121255${n}0000-+121255${n}4999`);
  expect(plan(ranges.join('\n'))).toMatchObject({ tooMany: true });
});
