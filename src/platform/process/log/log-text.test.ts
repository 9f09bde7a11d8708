import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeControls, escapeControlsInJson } from './log-text.ts';
import { openLog } from './log.ts';

const OBEYED = /\p{C}/u;

test.each([
  ['\u001b[31mred', String.raw`\x1b[31mred`],
  ['two\r\nlines', String.raw`two\x0d\x0alines`],
  ['\u009b2J', String.raw`\x9b2J`],
  ['gnp\u202eexe', String.raw`gnp\u202eexe`],
  ['half a \ud83d pair', String.raw`half a \ud83d pair`],
  ['Žluťoučký 😀 "quoted"', 'Žluťoučký 😀 "quoted"'],
])('%j is spelled %s', (text, spelled) => expect(escapeControls(text)).toBe(spelled));

// preparing the first Unicode strings takes seconds on a loaded machine
test('no control character of a stranger reaches the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControls(text)).not.toMatch(OBEYED);
    }),
  );
});

test('a log line is JSON with the same content and without control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let line = '';
      openLog({ level: 'info' }, (written) => (line = written)).info({ text }, 'as it came');
      expect(JSON.parse(line).text).toBe(text);
      expect(line.trimEnd()).not.toMatch(OBEYED);
    }),
  );
});

test('JSON keeps line breaks between values', () => {
  expect(escapeControlsInJson('{"a":"\u009b"}\n')).toBe('{"a":"\\u009b"}\n');
});
