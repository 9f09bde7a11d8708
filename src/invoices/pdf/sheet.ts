import { buffer } from 'node:stream/consumers';
import PdfDocument from 'pdfkit';
import type { Seller } from '../parties-contract.ts';
import { Pen, type Style } from './pen.ts';

const MARGIN = 50;
const GREY = '#667085';
const RULE = '#d0d5dd';
export const BODY = { size: 9.5 };
export const SMALL = { size: 8, color: GREY };
/** Currencies of countries that use Letter paper. */
const LETTER = ['USD', 'CAD', 'MXN', 'PHP', 'COP', 'CLP', 'DOP', 'CRC', 'GTQ', 'PAB'];

/** The head of every document. */
export type Head = {
  title: string;
  number: string;
  /** Shown at the top right, such as the day of issue. */
  facts: readonly { name: string; value: string }[];
  seller: Seller;
  billedTo: string;
  billedEmail: string;
};

/** Prints a document with its head and numbered pages. `on`: its date, which is fixed so that the same document gives the same bytes. */
export async function print(
  { on, currency, ...head }: Head & { on: string; currency: string },
  draw: (sheet: Sheet) => void,
): Promise<Buffer> {
  const at = new Date(`${on}T00:00:00Z`);
  const name = `${head.title} ${head.number}`;
  const pdf = new PdfDocument({
    size: LETTER.includes(currency) ? 'LETTER' : 'A4',
    margin: MARGIN,
    bufferPages: true,
    // for the outline of long documents, and for screen readers
    lang: 'en-US',
    info: {
      Title: name,
      Author: head.seller.name,
      Producer: head.seller.name,
      Creator: head.seller.name,
      CreationDate: at,
      ModDate: at,
    },
  });
  const bytes = buffer(pdf);
  const sheet = new Sheet(pdf);
  drawHead(sheet, head);
  draw(sheet);
  if (head.seller.footer !== '') sheet.paragraph(head.seller.footer, SMALL);
  sheet.numberPages(name);
  pdf.end();
  return bytes;
}

/** The current page, and the position on it. */
export class Sheet {
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

  /** Begins a new page if the height doesn't fit on this one. */
  need(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.pdf.addPage();
    this.y = MARGIN;
    return true;
  }

  /** A row of a table: each cell in its column. */
  row(columns: readonly Column[], cells: readonly string[], style: Style): void {
    const ends = columns.map(({ from, to, align }, at) =>
      this.pen.write(
        cells[at] ?? '',
        this.y,
        { x: MARGIN + from * this.width, width: (to - from) * this.width, align },
        style,
      ),
    );
    this.y = Math.max(...ends);
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

/** A column of a table, in parts of the width. */
export type Column = { from: number; to: number; align: 'left' | 'right' };

/** Draws the title, the seller and whom the document bills. */
function drawHead(sheet: Sheet, { title, number, facts, seller, billedTo, billedEmail }: Head): void {
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
