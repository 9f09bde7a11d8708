import { expect, test } from 'vitest';
import { decodeFile } from './file-text.ts';

const TEXT = 'Name;Work\r\nMüller;+49 30 901820\r\n';
const utf16 = (text: string, mark: string): Buffer => Buffer.from(mark + text, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16, as Excel’s Unicode text', utf16(TEXT, '\ufeff')],
  ['UTF-16 with the other byte order', utf16(TEXT, '\ufeff').swap16()],
  ['UTF-16 without a byte order mark', utf16(TEXT, '')],
  ['UTF-16 without one, the other way round', utf16(TEXT, '').swap16()],
  ['the code page of Windows, as Excel’s CSV', Buffer.from(TEXT, 'latin1')],
])('reads %s', (_encoding, bytes) => {
  expect(decodeFile(bytes)).toBe(TEXT);
});

test('reads an empty file', () => {
  expect(decodeFile(Buffer.alloc(0))).toBe('');
});
