import type { DocumentLine, DocumentTax } from '../contract.ts';
import { BODY, type Head, print, type Sheet, SMALL } from './sheet.ts';

/** An invoice or credit note as it is printed. Amounts are decimal strings in its currency. */
export type PrintedDocument = Head & {
  currency: string;
  lines: readonly DocumentLine[];
  taxes: readonly DocumentTax[];
  /** From the sum of the lines to the amount due; the last one is bold. */
  totals: readonly { name: string; value: string }[];
  notes: readonly string[];
  issuedOn: string;
};

/** Prints a document only from what was stored with it, not from anything that can change. The same document gives the same bytes. */
export const printDocument = (document: PrintedDocument): Promise<Buffer> =>
  print({ ...document, on: document.issuedOn }, (sheet) => {
    drawTable(sheet, document);
    drawTotals(sheet, document);
    for (const note of document.notes) sheet.paragraph(note, BODY);
  });

const COLUMNS = [
  { from: 0, to: 0.52, align: 'left' },
  { from: 0.54, to: 0.68, align: 'right' },
  { from: 0.69, to: 0.83, align: 'right' },
  { from: 0.84, to: 1, align: 'right' },
] as const;

function drawTable(sheet: Sheet, { lines, currency }: PrintedDocument): void {
  sheet.row(COLUMNS, ['', 'Quantity', 'Price', `Amount (${currency})`], SMALL);
  sheet.rule();
  sheet.y += 6;
  for (const { description, detail, quantity, unitPrice, amount } of lines) {
    const described = sheet.pen.height(description, sheet.width * 0.52, BODY);
    sheet.need(described + (detail === '' ? 0 : SMALL.size * 1.4));
    sheet.row(COLUMNS, [description, quantity, unitPrice, amount], BODY);
    if (detail !== '') sheet.row(COLUMNS, [detail], SMALL);
    sheet.y += 4;
  }
  sheet.rule();
  sheet.y += 8;
}

const TOTALS = [
  { from: 0.4, to: 0.8, align: 'left' },
  { from: 0.72, to: 1, align: 'right' },
] as const;

function drawTotals(sheet: Sheet, { taxes, totals, currency }: PrintedDocument): void {
  const [net, ...rest] = totals;
  const rows = [
    ...(net ? [{ ...net, detail: '' }] : []),
    ...taxes.map(({ name, detail, amount }) => ({ name, detail, value: amount })),
    ...rest.map((total) => ({ ...total, detail: '' })),
  ];
  for (const [at, { name, detail, value }] of rows.entries()) {
    const isLast = at === rows.length - 1;
    const style = isLast ? { size: 12, weight: 'bold' as const } : BODY;
    sheet.need(style.size * 2);
    const label = detail === '' ? name : `${name} (${detail})`;
    sheet.row(TOTALS, [label, isLast ? `${currency} ${value}` : value], style);
    sheet.y += 3;
  }
  sheet.y += 16;
}
