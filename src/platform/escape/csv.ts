import { stringify } from 'csv-stringify/sync';

/** Starts each file, because otherwise Excel reads UTF-8 as the code page of the user's country. */
const BYTE_ORDER_MARK = '\ufeff';

/** Numbers, including international phone numbers, are not formulas. */
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;
const FORMULA = /^[\s\ufeff]*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;
/** Where a spreadsheet that splits at another character than the comma would start a new cell. */
const HIDDEN_CELL = /([;\t\n|,]["' ]*)(?=[=@\uff1d\uff20]|[+\-\uff0b\uff0d](?!\d))/g;

const ESCAPED_HIDDEN_CELL = /([;\t\n|,]["' ]*)'(?=[=@\uff1d\uff20]|[+\-\uff0b\uff0d](?!\d))/g;

/** Escapes a cell for spreadsheets. A possible formula gets the apostrophe that marks text. */
function toCell(value: string | number | boolean | null): string {
  const text = String(value ?? '')
    .replace(/\r\n?/g, '\n')
    // of control characters, a cell can contain only tabs and line breaks
    .replace(/(?![\t\n])\p{Cc}/gu, ' ')
    .toWellFormed();
  if (NUMBER.test(text)) return text;
  return (FORMULA.test(text) ? `'${text}` : text).replace(HIDDEN_CELL, "$1'");
}

/** The text that `toCell` escaped. */
export const textOfCell = (cell: string): string =>
  (FORMULA.test(cell.slice(1)) ? cell.replace(/^'/, '') : cell).replace(ESCAPED_HIDDEN_CELL, '$1');

export type Cell = string | number | boolean | null;

/** The first line of a file, present even without rows. */
export const csvHead = (columns: readonly string[]): string => BYTE_ORDER_MARK + csvRows([columns]);

export const csvRows = (rows: readonly (readonly Cell[])[]): string => stringify(rows.map((row) => row.map(toCell)));
