// no ambiguous characters: no 0 and o, no 1, l and i
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A generated password: four groups of four characters, about 79 bits. */
export function newPassword(
  random: (count: number) => Uint8Array = (count) => crypto.getRandomValues(new Uint8Array(count)),
): string {
  const letters: string[] = [];
  while (letters.length < 16) {
    for (const byte of random(16)) {
      // bytes beyond the last whole multiple would make some letters more frequent
      if (byte < 248 && letters.length < 16) letters.push(LETTERS.charAt(byte % LETTERS.length));
    }
  }
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-');
}
