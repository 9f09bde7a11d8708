import { buffer } from 'node:stream/consumers';
import PdfDocument from 'pdfkit';
import type { DocumentLine, DocumentTax } from '../contract.ts';
import type { Seller } from '../parties-contract.ts';
import { Pen } from './pen.ts';

/** An invoice or credit note as it is printed. Amounts are decimal strings in its currency. */
export type PrintedDocument = {
  title: string;
  number: string;
  /** Such as the day of issue: what is named at the top right. */
  facts: readonly { name: string; value: string }[];
  seller: Seller;
  billedTo: string;
  billedEmail: string;
  currency: string;
  lines: readonly DocumentLine[];
  taxes: readonly DocumentTax[];
  /** From the sum of the lines to what is left to pay; the last is set in bold. */
  totals: readonly { name: string; value: string }[];
  notes: readonly string[];
  issuedOn: string;
};

const MARGIN = 50;
const GREY = '#667085';
const RULE = '#d0d5dd';
const BODY = { size: 9.5 };
const SMALL = { size: 8, color: GREY };
/** Countries that print on Letter, by their currencies. */
const LETTER = ['USD', 'CAD', 'MXN', 'PHP', 'COP', 'CLP', 'DOP', 'CRC', 'GTQ', 'PAB'];

/** Draws the document from what was stored with it, and nothing that may have changed since. The same document gives the same bytes. */
export async function printDocument(document: PrintedDocument): Promise<Buffer> {
  const at = new Date(`${document.issuedOn}T00:00:00Z`);
  const pdf = new PdfDocument({
    size: LETTER.includes(document.currency) ? 'LETTER' : 'A4',
    margin: MARGIN,
    bufferPages: true,
    // whoever reads a long document finds its parts, and screen readers its language
    lang: 'en-US',
    info: {
      Title: `${document.title} ${document.number}`,
      Author: document.seller.name,
      Producer: document.seller.name,
      Creator: document.seller.name,
      CreationDate: at,
      ModDate: at,
    },
  });
  const bytes = buffer(pdf);
  draw(pdf, document);
  pdf.end();
  return bytes;
}

function draw(pdf: PDFKit.PDFDocument, document: PrintedDocument): void {
  const sheet = new Sheet(pdf);
  drawHead(sheet, document);
  drawTable(sheet, document);
  drawTotals(sheet, document);
  for (const note of document.notes) sheet.paragraph(note, BODY);
  if (document.seller.footer !== '') sheet.paragraph(document.seller.footer, SMALL);
  sheet.numberPages(`${document.title} ${document.number}`);
}

/** A page, and how far down it is written. */
class Sheet {
  readonly pdf: PDFKit.PDFDocument;
  readonly pen: Pen;
  readonly width: number;
  y = MARGIN;

  constructor(pdf: PDFKit.PDFDocument) {
    this.pdf = pdf;
    this.pen = new Pen(pdf);
    this.width = pdf.page.width - 2 * MARGIN;
  }

  get bottom(): number {
    return this.pdf.page.height - MARGIN - 20;
  }

  /** Begins a new page if so much does not fit on this one. */
  need(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.pdf.addPage();
    this.y = MARGIN;
    return true;
  }

  rule(): void {
    this.pdf
      .moveTo(MARGIN, this.y)
      .lineTo(MARGIN + this.width, this.y)
      .lineWidth(0.5)
      .strokeColor(RULE)
      .stroke();
  }

  paragraph(text: string, style: { size: number; color?: string }): void {
    this.need(this.pen.height(text, this.width, style));
    this.y = this.pen.write(text, this.y, { x: MARGIN, width: this.width }, style) + 8;
  }

  numberPages(name: string): void {
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.pdf.switchToPage(page);
      const y = this.pdf.page.height - MARGIN;
      this.pen.write(name, y, { x: MARGIN, width: this.width / 2 }, SMALL);
      const place = { x: MARGIN + this.width / 2, width: this.width / 2, align: 'right' as const };
      this.pen.write(`Page ${page + 1} of ${count}`, y, place, SMALL);
    }
  }
}

function drawHead(sheet: Sheet, { title, number, facts, seller, billedTo, billedEmail }: PrintedDocument): void {
  const { pen, width } = sheet;
  const left = { x: MARGIN, width: width * 0.55 };
  const right = { x: MARGIN + width * 0.6, width: width * 0.4, align: 'right' as const };
  let y = pen.write(seller.name, MARGIN, left, { size: 15, weight: 'bold' });
  for (const text of [seller.address, ...seller.taxIds]) if (text !== '') y = pen.write(text, y, left, SMALL);
  let beside = pen.write(title, MARGIN, right, { size: 15, weight: 'bold' });
  beside = pen.write(number, beside, right, { size: 11 });
  for (const { name, value } of facts) {
    pen.write(name, beside, { x: right.x, width: right.width * 0.5 }, SMALL);
    beside = pen.write(value, beside, right, SMALL);
  }
  const billedAt = Math.max(y, beside) + 22;
  y = pen.write('Billed to', billedAt, left, SMALL);
  y = pen.write(billedTo, y, left, { size: 11, weight: 'bold' });
  if (billedEmail !== '') y = pen.write(billedEmail, y, left, SMALL);
  sheet.y = y + 22;
}

const COLUMNS = [
  { title: '', from: 0, to: 0.52, align: 'left' },
  { title: 'Quantity', from: 0.54, to: 0.68, align: 'right' },
  { title: 'Price', from: 0.69, to: 0.83, align: 'right' },
  { title: 'Amount', from: 0.84, to: 1, align: 'right' },
] as const;

function drawTable(sheet: Sheet, { lines, currency }: PrintedDocument): void {
  drawRow(sheet, ['', 'Quantity', 'Price', `Amount (${currency})`], SMALL);
  sheet.rule();
  sheet.y += 6;
  for (const { description, detail, quantity, unitPrice, amount } of lines) {
    const described = sheet.pen.height(description, sheet.width * 0.52, BODY);
    sheet.need(described + (detail === '' ? 0 : SMALL.size * 1.4));
    drawRow(sheet, [description, quantity, unitPrice, amount], BODY);
    if (detail !== '') drawRow(sheet, [detail, '', '', ''], SMALL);
    sheet.y += 4;
  }
  sheet.rule();
  sheet.y += 8;
}

function drawRow(sheet: Sheet, cells: readonly string[], style: { size: number; color?: string }): void {
  const ends = COLUMNS.map(({ from, to, align }, at) =>
    sheet.pen.write(
      cells[at] ?? '',
      sheet.y,
      { x: MARGIN + from * sheet.width, width: (to - from) * sheet.width, align },
      style,
    ),
  );
  sheet.y = Math.max(...ends);
}

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
    const x = MARGIN + sheet.width * 0.4;
    const label = detail === '' ? name : `${name} (${detail})`;
    const ends = [
      sheet.pen.write(label, sheet.y, { x, width: sheet.width * 0.4 }, style),
      sheet.pen.write(
        isLast ? `${currency} ${value}` : value,
        sheet.y,
        { x: MARGIN + sheet.width * 0.72, width: sheet.width * 0.28, align: 'right' },
        style,
      ),
    ];
    sheet.y = Math.max(...ends) + 3;
  }
  sheet.y += 16;
}
