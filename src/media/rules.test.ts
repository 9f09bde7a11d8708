import { expect, test } from 'vitest';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { FORMATS } from './contract.ts';
import { formatOf, uploadFault } from './rules.ts';

const of = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(100)]);

test.each([
  ['wav', writePhoneWav(new Float32Array(8))],
  ['wav', of('RF64\0\0\0\0WAVE')],
  ['mp3', of('ID3\x04')],
  ['mp3', of('\xff\xfb\x90')],
  ['ogg', of('OggS')],
  ['m4a', of('\0\0\0\x20ftypM4A ')],
  ['webm', of('\x1aE\xdf\xa3')],
  [null, of('#EXTM3U\nfile:///etc/passwd')],
  [null, of('ffconcat version 1.0\nfile /etc/passwd')],
  [null, of('<?xml version="1.0"?><MPD/>')],
  [null, of('RIFF\0\0\0\0AVI ')],
  [null, Buffer.from('\xff')],
])('a file is %s by its first bytes', (format, bytes) => expect(formatOf(bytes)).toBe(format));

test('says what can be uploaded', () => {
  const wav = writePhoneWav(new Float32Array(8));
  expect(uploadFault(wav, { formats: ['wav'] })).toBeNull();
  expect(uploadFault(of('ID3'), { formats: [...FORMATS] })).toBeNull();
  expect(uploadFault(of('ID3'), { formats: ['wav'] })).toMatch(/WAV files only/);
  expect(uploadFault(of('hello'), { formats: [...FORMATS] })).toMatch(/WAV, MP3, OGG, M4A or WebM/);
  expect(uploadFault(Buffer.alloc(0), { formats: ['wav'] })).toMatch(/empty/);
});
