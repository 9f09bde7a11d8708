import { createRequire } from 'node:module';
import path from 'node:path';
import { type Font, openSync } from 'fontkit';

const { resolve } = createRequire(import.meta.url);

/** What a run of text is set in: a regular and a bold cut of the same characters. */
export type Face = { regular: string; bold: string };
export type Weight = keyof Face;

const noto = (script: string, part: string): Face => {
  const cut = (weight: number) =>
    resolve(`@fontsource/noto-sans${script}/files/noto-sans${script}-${part}-${weight}-normal.woff`);
  return { regular: cut(400), bold: cut(700) };
};

/** The package exports its list of files, and not the files themselves. */
const korean = (cut: string): string =>
  path.join(path.dirname(resolve('@embedpdf/fonts-kr')), `../fonts/NotoSansKR-${cut}.otf`);

/** The faces, in the order in which they are asked for a character. The last has Hangul, kana and Chinese characters. */
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
  // a file of one font, never a collection of several
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${file} is not one font.`);
  opened.set(file, font);
  return font;
}

/** What joins or selects glyphs and is none itself. */
const INVISIBLE = /^(\p{Default_Ignorable_Code_Point})$/u;

/** The first face with all characters of a text, which is one letter with its marks. Undefined: none has. */
export const faceOf = (letter: string): Face | undefined =>
  FACES.find(({ regular }) =>
    [...letter].every((char) => INVISIBLE.test(char) || open(regular).hasGlyphForCodePoint(char.codePointAt(0) ?? 0)),
  );
