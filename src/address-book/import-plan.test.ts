import { expect, test } from 'vitest';
import { readCsv } from '../platform/http/requests/read-csv.ts';
import type { ContactNumber } from './contract.ts';
import { kindsIn, readColumns, readRow } from './csv-columns.ts';
import { importPlanner, type Known } from './import-plan.ts';

const US = { country: 'US', number: '+12125550101' };
const id = '01994f2b-7c3a-7e51-9d20-8a4c1f6be330';
const numbersOf = (text: string): ContactNumber[] =>
  text.split(' ').map((one) => {
    const [kind, number] = one.split('+');
    return { kind: kind as ContactNumber['kind'], number: `+${number}` };
  });
const ann: Known = {
  id,
  name: 'Ann',
  company: 'Hudson',
  note: 'old',
  numbers: numbersOf('work+12125550199 home+12125550177'),
};

/** Summarizes each row: its outcome and its messages. */
function planned(csv: string, known: Known[] = [ann], home = US): string[] {
  const [head, ...rows] = readCsv(csv);
  const columns = readColumns(head?.cells ?? []);
  const plan = importPlanner(known, kindsIn(columns), home);
  return rows.map((cells) => {
    const row = plan(readRow(cells, columns));
    if (row.outcome === 'refused') return `refused: ${row.message}`;
    const numbers = row.contact.numbers.map(({ kind, number }) => kind + number).join(' ');
    return row.outcome === 'changed' ? `changed ${row.fields.join(' ')}: ${numbers}` : `${row.outcome}: ${numbers}`;
  });
}

test.each([
  ['Name,Company,Work\nAnn,Hudson,212 555 0199', 'same: work+12125550199 home+12125550177'],
  ['Name,Company,Work\nANN,hudson,212 555 0199', 'changed name company: work+12125550199 home+12125550177'],
  // another company, so another Ann
  ['Name,Company,Work\nAnn,,2125550199', 'new: work+12125550199'],
  // without a column for companies, the only Ann
  ['Name,Work\nAnn,2125550188', 'changed numbers: home+12125550177 work+12125550188'],
  ['Name,Mobile\nAnn,2125550188', 'changed numbers: work+12125550199 home+12125550177 mobile+12125550188'],
  ['Name,Mobile\nAnn,2125550199', 'same: work+12125550199 home+12125550177'],
  ['Name,Company,Note\nAnn,Hudson,new', 'changed note: work+12125550199 home+12125550177'],
  [`ID,Name,Company\n${id},Anna,Hudson`, 'changed name: work+12125550199 home+12125550177'],
  // an id of something else, as other programs number their rows
  ['ID,Name,Company\n7,Ann,Hudson', 'same: work+12125550199 home+12125550177'],
  ['Name,Company,Work,Home\nAnn,Hudson,,', 'refused: Enter at least one number.'],
])('%j', (csv, expected) => {
  expect(planned(csv)).toEqual([expected]);
});

test.each([
  [
    '2.1255E+09',
    'refused: A spreadsheet shortened the number 2.1255E+09. Format the column as text, and export it again.',
  ],
  [
    '"1,21E+10"',
    'refused: A spreadsheet shortened the number 1,21E+10. Format the column as text, and export it again.',
  ],
  ['"12125550199,00"', 'new: work+12125550199'],
  // the plus is lost
  ['442079460958', 'new: work+442079460958'],
  ['12', 'refused: “12” isn’t a phone number such as +12125550101.'],
  ['+12125550199 ::: (212) 555-0199', 'new: work+12125550199'],
  ['', 'refused: Enter at least one number.'],
])('a number written as %s', (cell, expected) => {
  expect(planned(`Name;Work\nBea;${cell}`)).toEqual([expected]);
});

test('a number that lost its leading zero is read in the tenant’s country', () => {
  expect(planned('Name,Work\nBea,2079460958', [], { country: 'GB', number: '+442079460000' })).toEqual([
    'new: work+442079460958',
  ]);
});

test('two rows for the same contact, and a name that several contacts have', () => {
  expect(
    planned('Name,Company,Work\nAnn,Hudson,2125550188\nann,HUDSON,2125550166\nBea,,2125550155\nBea,,2125550144'),
  ).toEqual([
    'changed numbers: home+12125550177 work+12125550188',
    'refused: Line 2 is about the same contact. Put all of its numbers in one row.',
    'new: work+12125550155',
    'refused: Line 4 is about the same contact. Put all of its numbers in one row.',
  ]);
  const other = { ...ann, id: '01994f2b-7c3a-7e51-9d20-8a4c1f6be331', company: 'Troy' };
  expect(planned('Name,Work\nAnn,2125550188', [ann, other])).toEqual([
    'refused: Several contacts have this name. Add a column with the company.',
  ]);
});

test('says which field is too long', () => {
  expect(planned(`Name,Company,Work\nBea,${'x'.repeat(101)},2125550188`)).toEqual([
    'refused: Company: Use at most 100 characters.',
  ]);
});
