const UTF_16 = { little: 'utf-16le', big: 'utf-16be' } as const;

/**
 * Decodes a file saved by a spreadsheet. Excel writes UTF-8 or UTF-16 with a byte order mark, and the code page of Western Windows without one. Valid
 * UTF-8 sequences are rare in that code page, so the two can be told apart.
 */
export function decodeFile(bytes: Uint8Array): string {
  const unicode = utf16Of(bytes);
  if (unicode !== null) return new TextDecoder(unicode).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Detects UTF-16 by the byte order mark, or by the zero byte of a first ASCII letter. */
function utf16Of([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return UTF_16.little;
  if (first === 0xfe && second === 0xff) return UTF_16.big;
  if (second === 0 && first !== 0) return UTF_16.little;
  return first === 0 && second !== undefined && second !== 0 ? UTF_16.big : null;
}
