import { stringify } from 'csv-stringify/sync';

/** Begins each file: without it, Excel takes UTF-8 for the code page of the reader's country. */
const BYTE_ORDER_MARK = '\ufeff';

/** Numbers, also as phone numbers are written internationally: no formulas. */
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;
const FORMULA = /^[\s\ufeff]*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;
/** Where a spreadsheet that splits at another character than the comma would see a cell begin. */
const HIDDEN_CELL = /([;\t\n|,]["' ]*)(?=[=@\uff1d\uff20]|[+\-\uff0b\uff0d](?!\d))/g;

/** The door to spreadsheets: a cell that would be run as a formula is text, by the apostrophe that spreadsheets know for it. */
function toCell(value: string | number | boolean | null): string {
  const text = String(value ?? '')
    .replace(/\r\n?/g, '\n')
    // a tab and a line break are all that a cell can have
    .replace(/(?![\t\n])\p{Cc}/gu, ' ')
    .toWellFormed();
  if (NUMBER.test(text)) return text;
  return (FORMULA.test(text) ? `'${text}` : text).replace(HIDDEN_CELL, "$1'");
}

export type Cell = string | number | boolean | null;

/** The first line of a file. It is there also when no row follows. */
export const csvHead = (columns: readonly string[]): string => BYTE_ORDER_MARK + csvRows([columns]);

export const csvRows = (rows: readonly (readonly Cell[])[]): string => stringify(rows.map((row) => row.map(toCell)));
