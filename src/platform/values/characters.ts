/**
 * Which characters a stored text may hold. A character that nobody sees makes two names look the same and a name impossible to type;
 * one that changes the direction of writing makes a name read as another. What a script is really written with stays possible.
 */

/** Scripts whose letters change their shape at a joiner or a non-joiner: the two are part of how words are spelled. */
const JOINING = [
  'Arab',
  'Syrc',
  'Mong',
  'Nkoo',
  'Mand',
  'Adlm',
  'Rohg',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
]
  .concat(['Mlym', 'Sinh', 'Khmr', 'Mymr', 'Tibt', 'Lana', 'Bali', 'Java', 'Sund', 'Limb', 'Cham', 'Newa', 'Sylo'])
  .map((script) => `\\p{scx=${script}}`)
  .join('');

/** Invisible characters where they do something that can be seen. */
const NEEDED = new RegExp(
  [
    // inside a word of such a script; a joiner also at the end of one, after a vowel killer
    `(?<=[${JOINING}])[\\u200c\\u200d](?=[${JOINING}])`,
    `(?<=(?=[${JOINING}])\\p{M})\\u200d(?![\\u200c\\u200d])`,
    // emoji: families and professions, text or picture form, flags of regions
    '(?<=\\p{Extended_Pictographic}\\ufe0f?|\\p{Emoji_Modifier})\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=\\p{Emoji})[\\ufe0e\\ufe0f]',
    '(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007e}]{1,8}\\u{e007f}',
    // which of several forms of a Han or Mongolian letter is meant: some people's names depend on it
    '(?<=\\p{Unified_Ideograph})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
    '(?<=\\p{scx=Mong})[\\u180b-\\u180f]',
  ].join('|'),
  'gu',
);

/** Signs that Unicode counts among the format characters although they are seen: they stand before a number. */
const SEEN_FORMAT = '\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}';
/** Beside those that Unicode calls ignorable: the empty Braille cell, an empty note, and what stands for something lost. */
const UNSEEN = new RegExp(
  `(?![${SEEN_FORMAT}])[\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800\\u{1d159}\\ufffc\\ufffd]`,
  'u',
);
const KEPT_OR_UNSEEN = new RegExp(`(${NEEDED.source})|${UNSEEN.source}`, 'gu');
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** More marks on one letter than any language writes run over the lines above and below. */
const PILED_UP = /\p{Mn}{7}/u;
const BLANKS = /[\p{Zs}\t]+/gu;

/** A line as it is shown and as people type it: composed letters, one space between words, none around them. */
export const toLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(BLANKS, ' ')
    .replace(/^[ \r\n]+|[ \r\n]+$/g, '');

/** Text of several lines: composed letters, one kind of line break, no blanks around a line. */
export const toLines = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .split('\n')
    .map((line) => line.replace(BLANKS, ' ').trim())
    .join('\n')
    .replace(/^[ \n]+|[ \n]+$/g, '');

/** What keeps a text from being stored, said to the person who typed it; null if nothing does. */
export function faultOf(text: string, lines: 'one' | 'many' = 'one'): string | null {
  if (lines === 'one' && LINE_BREAK.test(text)) return 'Use one line only.';
  const bare = (lines === 'many' ? text.replaceAll('\n', '') : text).replace(NEEDED, '');
  if (UNSEEN.test(bare)) return 'Remove the invisible or unreadable character.';
  if (text !== '' && !VISIBLE.test(bare)) return 'Enter something that can be seen.';
  return PILED_UP.test(bare) ? 'Use fewer accents on one letter.' : null;
}

/**
 * Any text as one safe line, for the doors where text leaves: whatever is stored, from before there were types or put past them, nothing
 * unseen leaves, and no more than `max` characters.
 */
export function safeLine(text: string, max: number): string {
  // far more than any stored name; what is longer is cut before work is done with it
  const seen = text
    .slice(0, 4000)
    .normalize('NFC')
    .replace(KEPT_OR_UNSEEN, (_all, needed: string | undefined) => needed ?? ' ');
  return [...seen.replace(/\s+/g, ' ').trim()].slice(0, max).join('').trim();
}
