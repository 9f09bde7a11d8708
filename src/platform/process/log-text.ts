/**
 * What a terminal takes for a command, or what changes how the rest of a line reads: control characters of both sets,
 * directional overrides, invisible and unassigned characters, line separators.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu;

/** One line that any terminal shows as it is: what strangers sent stands there spelled out, as `\x1b` or `\u202e`. */
export const spellOut = (text: string): string => text.replaceAll(UNSAFE, spelled);

/** The same for a line of JSON, which stays JSON with the same content. Tabs and line ends between the values stay. */
export const spellOutJson = (json: string): string => json.replaceAll(UNSAFE, (character) => inJson(character));

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
