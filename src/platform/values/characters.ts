/**
 * The characters allowed in stored text. Invisible characters make two names look the same and a name impossible to type; directional
 * overrides make a name read as another. Whatever a script really uses is allowed.
 */

/** Scripts whose spelling uses joiners and non-joiners, which change the shapes of letters. */
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

/** Invisible characters where they have a visible effect. */
const ALLOWED_INVISIBLE = new RegExp(
  [
    // inside a word of such a script; a joiner also at the end of a word, after a virama
    `(?<=[${JOINING}])[\\u200c\\u200d](?=[${JOINING}])`,
    `(?<=(?=[${JOINING}])\\p{M})\\u200d(?![\\u200c\\u200d])`,
    // emoji: families and professions, text or picture form, flags of regions
    '(?<=\\p{Extended_Pictographic}\\ufe0f?|\\p{Emoji_Modifier})\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=\\p{Emoji})[\\ufe0e\\ufe0f]',
    '(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007e}]{1,8}\\u{e007f}',
    // variants of Han or Mongolian letters, on which some people's names depend
    '(?<=\\p{Unified_Ideograph})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
    '(?<=\\p{scx=Mong})[\\u180b-\\u180f]',
  ].join('|'),
  'gu',
);

/** Format characters that are visible: they precede a number. */
const SEEN_FORMAT = '\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}';
/** Ignorable characters, and also the empty Braille cell, an empty note, and the replacement character. */
const INVISIBLE = new RegExp(
  `(?![${SEEN_FORMAT}])[\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800\\u{1d159}\\ufffc\\ufffd]`,
  'u',
);
const ALLOWED_OR_UNSEEN = new RegExp(`(${ALLOWED_INVISIBLE.source})|${INVISIBLE.source}`, 'gu');
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** No language puts more marks on one letter, and they would cover the lines above and below. */
const TOO_MANY_MARKS = /\p{Mn}{7}/u;
const SPACES = /[\p{Zs}\t]+/gu;

/** Normalizes one line: composed letters, single spaces, no blanks around it. */
export const toLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(SPACES, ' ')
    .replace(/^[ \r\n]+|[ \r\n]+$/g, '');

/** Normalizes several lines: composed letters, one kind of line break, no blanks around lines. */
export const toLines = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .split('\n')
    .map((line) => line.replace(SPACES, ' ').trim())
    .join('\n')
    .replace(/^[ \n]+|[ \n]+$/g, '');

/** Why a text cannot be stored, as a message for the user; null if it can. */
export function faultOf(text: string, lines: 'one' | 'many' = 'one'): string | null {
  if (lines === 'one' && LINE_BREAK.test(text)) return 'Use one line only.';
  const bare = (lines === 'many' ? text.replaceAll('\n', '') : text).replace(ALLOWED_INVISIBLE, '');
  if (INVISIBLE.test(bare)) return 'Remove the invisible or unreadable character.';
  if (text !== '' && !VISIBLE.test(bare)) return 'Enter something that can be seen.';
  return TOO_MANY_MARKS.test(bare) ? 'Use fewer accents on one letter.' : null;
}

/**
 * Makes any text one safe line of at most `max` characters, for output. Stored text may predate the validation or have bypassed it.
 */
export function safeLine(text: string, max: number): string {
  // cut to far more than any stored name before any other work
  const seen = text
    .slice(0, 4000)
    .normalize('NFC')
    .replace(ALLOWED_OR_UNSEEN, (_all, needed: string | undefined) => needed ?? ' ');
  return [...seen.replace(/\s+/g, ' ').trim()].slice(0, max).join('').trim();
}
