import { createRequire } from 'node:module';
import { type Face, faceOf, LATIN } from './fonts.ts';

// oxlint-disable-next-line typescript/no-unsafe-assignment -- its types describe a default export, but the module is a function
const bidiFactory: typeof import('bidi-js').default = createRequire(import.meta.url)('bidi-js');
const bidi = bidiFactory();

/** A part of a line in one font. Runs are in their order on the page, from left to right. */
export type Run = { face: Face; text: string };

/** Replaces a letter that none of the fonts has. */
const UNKNOWN = '\u25A1';
const SUBSTITUTE = faceOf(UNKNOWN) ? UNKNOWN : '?';
const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });
const RIGHT_TO_LEFT = /\p{Script=Arabic}|\p{Script=Hebrew}/u;

type Piece = Run & { level: number };

/**
 * A line of text in any scripts as runs from left to right. The PDF library draws a run in one font and reverses words of right-to-left scripts, but
 * doesn't order the words of a line: that is done here, with Unicode's bidirectional algorithm.
 */
export function runsOf(line: string): Run[] {
  const { levels } = bidi.getEmbeddingLevels(line);
  const pieces: Piece[] = [];
  for (const { segment, index } of letters.segment(line)) {
    const level = levels[index] ?? 0;
    const found = faceOf(segment);
    const face = found ?? faceOf(SUBSTITUTE) ?? LATIN;
    const text = found ? mirrored(segment, level) : SUBSTITUTE;
    const last = pieces.at(-1);
    if (last && last.face === face && last.level === level && isJoined(last.text, text, level)) last.text += text;
    else pieces.push({ face, text, level });
  }
  return inOrder(pieces).map(({ face, text }) => ({ face, text }));
}

/** In right-to-left text only the letters of a word stay together: spaces and signs between words are reordered separately. */
const isJoined = (before: string, text: string, level: number): boolean =>
  level % 2 === 0 || (RIGHT_TO_LEFT.test(before) && RIGHT_TO_LEFT.test(text));

const mirrored = (char: string, level: number): string =>
  level % 2 === 1 ? (bidi.getMirroredCharacter(char) ?? char) : char;

/** Reverses each sequence at a level or deeper, from the deepest level up (Unicode Annex 9, rule L2). */
function inOrder(pieces: readonly Piece[]): Piece[] {
  const ordered = [...pieces];
  const deepest = Math.max(0, ...ordered.map(({ level }) => level));
  for (let level = deepest; level > 0; level--) {
    for (let from = 0; from < ordered.length; from++) {
      let to = from;
      while ((ordered[to]?.level ?? -1) >= level) to++;
      if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).toReversed());
      from = to;
    }
  }
  return ordered;
}
