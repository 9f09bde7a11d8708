import { expect, test } from 'vitest';
import { readHeadings, readRates } from './rate-sheet.ts';

const HEAD = ['Prefix', 'Destination', 'Per minute', 'Increments', 'Setup', 'Currency', 'Class'];

const readRows = (...rows: string[][]) => readRowsIn('USD', ...rows);
function readRowsIn(currency: string, ...rows: string[][]) {
  const columns = readHeadings(HEAD);
  if ('message' in columns) throw new Error(columns.message);
  const read = readRates(
    rows.map((cells, index) => ({ line: index + 2, cells })),
    columns,
    currency,
  );
  return { rows: read.rates, refused: read.refused };
}

test.each([
  ['a negative price', ['44', '', '-0.01', '60/60'], /negative/],
  ['a negative set-up fee', ['44', '', '0.01', '60/60', '-1'], /negative/],
  ['another currency', ['44', '', '0.01', '60/60', '', 'EUR'], /in USD, the row in EUR/],
  ['a currency sign', ['44', '', '€0.01', '60/60'], /isn’t an amount in USD/],
  ['more digits than a number has', ['4412345678901234', '', '1', '60/60'], /more than 15/],
  ['a price finer than a millionth', ['44', '', '0.0000001', '60/60'], /finer/],
  ['a decimal comma', ['44', '', '0,12', '60/60'], /decimal point/],
  ['a thousands sign that may be a comma', ['44', '', '1,234', '60/60'], /decimal point/],
  ['what a spreadsheet shortened', ['1.21E+10', '', '0.12', '60/60'], /shortened/],
  ['the zero that a spreadsheet took', ['1144', '', '0.12', '60/60'], /taken the zero from 01144/],
  ['a national prefix', ['020', '', '0.12', '60/60'], /begins with 0/],
  ['no prefix', ['', '', '0.12', '60/60'], /missing/],
  ['letters', ['44x', '', '0.12', '60/60'], /isn’t a prefix/],
  ['no price', ['44', '', '', '60/60'], /Write 0/],
  ['a word for a price', ['44', '', 'N/A', '60/60'], /Write 0/],
  ['a point alone', ['44', '', '.', '60/60'], /isn’t an amount/],
  ['a price of cents as dollars', ['44', '', '1200', '60/60'], /too much/],
  ['increments of nothing', ['44', '', '0.1', '0/60'], /increments/],
  ['no increments', ['44', '', '0.1', ''], /increments/],
  ['a class that there is none of', ['44', '', '0.1', '60/60', '', '', 'mobile'], /isn’t a class/],
  ['toll-free, which needs no rate', ['44', '', '0.1', '60/60', '', '', 'tollFree'], /isn’t a class/],
])('refuses %s', (_, cells, message) => {
  const { rows, refused } = readRows(cells);
  expect(rows).toEqual([]);
  expect(refused).toMatchObject([{ line: 2, message: expect.stringMatching(message) }]);
});

test('reads the class of calls, and none from a blank cell', () => {
  const { rows } = readRows(
    ['4470', 'UK', '0.9', '60/60', '', '', 'Premium'],
    ['44', 'UK', '0.1', '60/60', '', '', ' '],
    ['33', 'FR', '0.1', '60/60'],
  );
  expect(rows.map(({ rate }) => rate.class)).toEqual(['premium', null, null]);
});

test('accepts prefixes, prices and increments as people write them', () => {
  const { rows, refused } = readRows(
    ['+44', 'UK', '0.120000000', '60'],
    ['0033', 'France', 'USD 0.5', '30/6', '0.01'],
    ['011 49', 'Germany', '.25', '1/1', '', 'usd'],
    ['1242', 'Bahamas', '0', '60/60'],
  );
  expect(refused).toEqual([]);
  expect(
    rows.map(({ rate }) => [
      rate.prefix,
      rate.perMinuteMicros,
      rate.setupMicros,
      rate.initialSeconds,
      rate.incrementSeconds,
    ]),
  ).toEqual([
    ['44', 120_000, 0, 60, 60],
    ['33', 500_000, 10_000, 30, 6],
    ['49', 250_000, 0, 1, 1],
    ['1242', 0, 0, 60, 60],
  ]);
});

test.each([
  ['USD', '1000', '1000.01', '1,000'],
  ['JPY', '100000', '100001', '100,000'],
  ['VND', '5000000', '5000001', '5,000,000'],
  ['IDR', '12000', '5000000.5', '5,000,000'],
])('a price in %s is at most as much as makes sense in it', (currency, fits, tooMuch, most) => {
  const row = (price: string) => ['44', 'UK', price, '60/60', price];
  expect(readRowsIn(currency, row(fits)).rows).toMatchObject([{ rate: { perMinuteMicros: Number(fits) * 1_000_000 } }]);
  expect(readRowsIn(currency, row(tooMuch)).refused).toMatchObject([
    { message: `${tooMuch} is too much. A price in ${currency} is at most ${most}.` },
  ]);
});

test.each([
  [['Destination', 'Price', 'Increments'], /No column holds the prefixes/],
  [['Prefix', 'Increments'], /No column holds the prices/],
  [['Prefix', 'Price'], /No column holds the increments/],
  [['Prefix', 'Price', 'Rate', 'Increments'], /Two columns hold the same/],
  [['Prefix', 'Price', 'Increments', 'Effective Date'], /Remove the column “Effective Date”/],
])('explains what is wrong with the headings %s', (headings, message) => {
  expect(readHeadings(headings)).toMatchObject({ message: expect.stringMatching(message) });
});

test('recognizes the headings that carriers use', () => {
  expect(
    readHeadings(['Dial Code', 'Country', 'Rate/Min (USD)', 'Initial Increment', 'Subsequent Increment']),
  ).toMatchObject({
    at: { prefix: 0, destination: 1, perMinute: 2, initial: 3, increment: 4 },
  });
});
