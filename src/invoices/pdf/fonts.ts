import { createRequire } from 'node:module';
import path from 'node:path';
import { type Font, openSync } from 'fontkit';

const { resolve } = createRequire(import.meta.url);

/** A font: a regular and a bold file with the same characters. */
export type Face = { regular: string; bold: string };
export type Weight = keyof Face;

const noto = (script: string, part: string): Face => {
  const cut = (weight: number) =>
    resolve(`@fontsource/noto-sans${script}/files/noto-sans${script}-${part}-${weight}-normal.woff`);
  return { regular: cut(400), bold: cut(700) };
};

/** The package exports only its list of files, so the files are found next to it. */
const korean = (cut: string): string =>
  path.join(path.dirname(resolve('@embedpdf/fonts-kr')), `../fonts/NotoSansKR-${cut}.otf`);

/** The fonts, in the order in which they are tried for a character. The last one has Hangul, kana and Chinese characters. */
const FACES: readonly Face[] = [
  noto('', 'latin'),
  noto('', 'latin-ext'),
  noto('', 'vietnamese'),
  noto('', 'cyrillic'),
  noto('', 'cyrillic-ext'),
  noto('', 'greek'),
  noto('', 'greek-ext'),
  noto('-arabic', 'arabic'),
  noto('-hebrew', 'hebrew'),
  noto('-thai', 'thai'),
  noto('-devanagari', 'devanagari'),
  {
    regular: korean('Regular'),
    bold: korean('Bold'),
  },
];
export const LATIN = FACES[0] ?? noto('', 'latin');

const opened = new Map<string, Font>();

function open(file: string): Font {
  const known = opened.get(file);
  if (known) return known;
  const font = openSync(file);
  // the file has to contain one font, not a collection
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${file} is not one font.`);
  opened.set(file, font);
  return font;
}

/** Characters without a glyph, which join or select others. */
const INVISIBLE = /^(\p{Default_Ignorable_Code_Point})$/u;

/** The first font with all characters of one letter and its marks; undefined if there is none. */
export const faceOf = (letter: string): Face | undefined =>
  FACES.find(({ regular }) =>
    [...letter].every((char) => INVISIBLE.test(char) || open(regular).hasGlyphForCodePoint(char.codePointAt(0) ?? 0)),
  );
