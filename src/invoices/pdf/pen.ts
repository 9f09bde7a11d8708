import type { Weight } from './fonts.ts';
import { runsOf } from './runs.ts';

export type Style = { size: number; weight?: Weight; color?: string };
type Place = { x: number; width: number; align?: 'left' | 'right' };

const LINE_HEIGHT = 1.4;
const INK = '#1f2430';

const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Writes text of any script on the pages of a document. Positions are in points from the top left; `y` is the top of a line. */
export class Pen {
  readonly #doc: PDFKit.PDFDocument;

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
  }

  /** Writes text, wrapped to the width of its place, and returns the `y` below it. */
  write(text: string, y: number, place: Place, style: Style): number {
    let at = y;
    for (const line of this.linesOf(text, place.width, style)) {
      this.#line(line, at, place, style);
      at += style.size * LINE_HEIGHT;
    }
    return at;
  }

  height(text: string, width: number, style: Style): number {
    return this.linesOf(text, width, style).length * style.size * LINE_HEIGHT;
  }

  /** Breaks lines between words, or within a word that is longer than a line. */
  linesOf(text: string, width: number, style: Style): string[] {
    return text.split('\n').flatMap((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const part of this.#partsOf(paragraph, width, style)) {
        if (line !== '' && this.#width((line + part).trimEnd(), style) > width) {
          lines.push(line.trimEnd());
          line = part.trimStart();
        } else line += part;
      }
      return [...lines, line.trimEnd()];
    });
  }

  /** Words with the spaces after them; a word longer than a line is split into letters. */
  #partsOf(paragraph: string, width: number, style: Style): string[] {
    const words = paragraph.match(/\S+\s*|\s+/gu) ?? [];
    return words.flatMap((word) =>
      this.#width(word.trimEnd(), style) <= width ? [word] : [...letters.segment(word)].map(({ segment }) => segment),
    );
  }

  #width(line: string, style: Style): number {
    return runsOf(line).reduce(
      (sum, run) => sum + this.#set(run.face[style.weight ?? 'regular'], style).widthOfString(run.text),
      0,
    );
  }

  #set(font: string, { size }: Style): PDFKit.PDFDocument {
    return this.#doc.font(font).fontSize(size);
  }

  #line(line: string, y: number, { x, width, align = 'left' }: Place, style: Style): void {
    let left = align === 'left' ? x : x + width - this.#width(line, style);
    for (const { face, text } of runsOf(line)) {
      const doc = this.#set(face[style.weight ?? 'regular'], style).fillColor(style.color ?? INK);
      // fonts have different heights, so text is placed by its baseline
      doc.text(text, left, y + style.size, { lineBreak: false, baseline: 'alphabetic' });
      left += doc.widthOfString(text);
    }
  }
}
