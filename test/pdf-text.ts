import { inflateSync } from 'node:zlib';

// What somebody reads in a PDF that pdfkit has made, or a search finds in it: glyphs become text by the tables that the file itself has for that
// (ISO 32000-1, 9.10.3).

type Part = { dictionary: string; stream: Buffer };

function partsOf(pdf: Buffer): Map<string, Part> {
  const text = pdf.toString('latin1');
  const parts = new Map<string, Part>();
  const starts = /(\d+) 0 obj\n/g;
  for (let start = starts.exec(text); start; start = starts.exec(text)) {
    const [head, id = ''] = start;
    const from = start.index + head.length;
    const end = text.indexOf('endobj', from);
    const dictionary = text.slice(from, end).split('stream\n')[0] ?? '';
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const at = from + dictionary.length + 'stream\n'.length;
    const raw = length === 0 ? Buffer.alloc(0) : pdf.subarray(at, at + length);
    parts.set(id, { dictionary, stream: dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw });
    starts.lastIndex = length === 0 ? end : at + length;
  }
  return parts;
}

const reference = (dictionary: string, name: string): string =>
  new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)?.[1] ?? '';

function partOf(parts: ReadonlyMap<string, Part>, id: string): Part {
  const part = parts.get(id);
  if (!part) throw new Error(`The PDF has no object ${id}.`);
  return part;
}

/** Glyphs by their codes in hexadecimal. */
function glyphsOf(parts: ReadonlyMap<string, Part>, fontId: string): Map<string, string> {
  const map = partOf(parts, reference(partOf(parts, fontId).dictionary, 'ToUnicode')).stream.toString('latin1');
  const glyphs = new Map<string, string>();
  for (const [, first = '', all = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
    for (const [offset, [, hex = '']] of [...all.matchAll(/<([0-9a-f ]*)>/gi)].entries()) {
      const code = (Number.parseInt(first, 16) + offset).toString(16).padStart(4, '0');
      glyphs.set(code, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
    }
  return glyphs;
}

type Piece = { x: number; y: number; text: string };

function piecesOf(parts: ReadonlyMap<string, Part>, page: string): Piece[] {
  const resources = partOf(parts, reference(page, 'Resources')).dictionary;
  const fonts = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, glyphsOf(parts, id)]),
  );
  const content = partOf(parts, reference(page, 'Contents')).stream.toString('latin1');
  const pieces: Piece[] = [];
  let [x, y] = [0, 0];
  let glyphs = new Map<string, string>();
  for (const [, font, left, up, shown] of content.matchAll(
    /\/(F\d+) [\d.]+ Tf|1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm|\[([^\]]*)\] TJ/g,
  )) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else if (left !== undefined) [x, y] = [Number(left), Number(up)];
    else {
      const codes = [...(shown ?? '').matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
      pieces.push({ x, y, text: codes.map((code) => glyphs.get(code.toLowerCase()) ?? '\u{fffd}').join('') });
    }
  }
  return pieces;
}

/** The lines of each page from top to bottom, with what stands side by side in one line. */
export function pdfLines(pdf: Buffer): string[] {
  const parts = partsOf(pdf);
  const pages = [...parts.values()].filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary));
  return pages.flatMap(({ dictionary }) => {
    const byHeight = Map.groupBy(piecesOf(parts, dictionary), ({ y }) => Math.round(y * 10));
    return [...byHeight]
      .toSorted(([one], [other]) => other - one)
      .map(([, pieces]) =>
        pieces
          .toSorted((one, other) => one.x - other.x)
          .map(({ text }) => text)
          .join(' '),
      );
  });
}
