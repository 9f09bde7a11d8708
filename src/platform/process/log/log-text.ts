/**
 * Characters that control a terminal or change how the rest of a line reads: control characters of both sets, directional overrides, invisible
 * and unassigned characters, line separators.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu;

/** Makes text safe for any terminal: unsafe characters are spelled out, such as `\x1b` or `\u202e`. */
export const escapeControls = (text: string): string => text.replaceAll(UNSAFE, spelled);

/** The same for a line of JSON, without changing its meaning. Tabs and line breaks between values stay. */
export const escapeControlsInJson = (json: string): string => json.replaceAll(UNSAFE, (character) => inJson(character));

function spelled(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

function inJson(character: string): string {
  if (/[\n\r\t]/.test(character)) return character;
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
