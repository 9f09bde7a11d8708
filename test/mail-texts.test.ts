import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const web = path.resolve(import.meta.dirname, '../web');

/** Words that promise an email, not those that only name an address. */
const PROMISE =
  /\be-?mailed\b|\bmailed to\b|\bgets? (an )?e-?mails?\b|\ban email (was|is)\b|\bemail (me|you|them|the)\b|\bby e-?mail\b|\bemail invitation|\breminders go out/gi;

/** Texts that are true without a mail server, too. */
const EXCEPT: Record<string, string> = {
  'kit/session/mailed.ts': 'the texts for the others',
  'auth/ForgotPassword.tsx': 'there is no session yet; the next page says if there is no mail server',
};

const files = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|\/dist\/|^dist\//.test(name))
  .map((name) => ({ name, text: withoutComments(readFileSync(path.join(web, name), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '');
}

/** The promises in a file, each with the text before it. */
const promisesIn = (text: string): { words: string; before: string }[] =>
  [...text.matchAll(PROMISE)].map((match) => ({
    words: match[0],
    before: text.slice(Math.max(0, match.index - 200), match.index),
  }));

/** The word is in the first argument of `mailed`. */
const isChosen = (before: string): boolean => /\bmailed\((?:(?!',\s|\)).)*$/s.test(before);

test('pages say that something is mailed only where it is: through `mailed`, or beside a `NoMail`', () => {
  const bare = files
    .filter(({ name, text }) => !Object.hasOwn(EXCEPT, name) && !text.includes('<NoMail />'))
    .flatMap(({ name, text }) =>
      promisesIn(text)
        .filter(({ before }) => !isChosen(before))
        .map(({ words }) => `${name}: ${words}`),
    );
  expect(bare).toEqual([]);
});

test('finds promises, and each exception has some', () => {
  expect(files.flatMap(({ text }) => promisesIn(text)).length).toBeGreaterThan(10);
  const stale = Object.keys(EXCEPT).filter(
    (name) => !files.some((file) => file.name === name && promisesIn(file.text).length > 0),
  );
  expect(stale).toEqual([]);
});
