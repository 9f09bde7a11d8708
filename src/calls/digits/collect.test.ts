import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Collected, DigitRules } from '../../flows/interpreter/walk.ts';
import { collect, type Collection, startCollecting } from './collect.ts';

const choice = (options: string, extensions = '', more: Partial<DigitRules> = {}): DigitRules => ({
  interruptible: true,
  listensWhilePlaying: true,
  firstDigitSeconds: 5,
  nextDigitSeconds: 3,
  endKey: null,
  wanted: {
    kind: 'choice',
    options: options.split(' ').map((digits) => ({ id: `o${digits}`, digits })),
    extensions: extensions === '' ? [] : extensions.split(' '),
  },
  ...more,
});
const digits = (least: number, most: number, endKey: DigitRules['endKey'] = null): DigitRules => ({
  ...choice('1'),
  endKey,
  wanted: { kind: 'digits', least, most },
});

const PROMPT_MS = 2000;

/**
 * Plays a prompt of 2 s while keys are pressed at these milliseconds. Returns the result, its time, and when the prompt
 * ended.
 */
function run(rules: DigitRules, keys: [number, string][], typedAhead = '', hasPrompt = true) {
  let step: Collection = startCollecting(rules, typedAhead, hasPrompt);
  let due = step.timer;
  let promptEnds = hasPrompt && !step.stopPrompt ? PROMPT_MS : null;
  let silentAt = promptEnds === null ? 0 : PROMPT_MS;
  const left = [...keys];
  let now = 0;
  while (step.result === null) {
    const [at] = left[0] ?? [Infinity];
    now = Math.min(at, promptEnds ?? Infinity, due ?? Infinity);
    if (now === Infinity) throw new Error('It waits for nothing.');
    if (now === promptEnds) {
      step = collect(step.state, { kind: 'promptEnded' });
      promptEnds = null;
    } else if (now === at) step = collect(step.state, { kind: 'digit', digit: left.shift()?.[1] ?? '' });
    else step = collect(step.state, { kind: 'elapsed', turn: step.state.turn });
    if (step.stopPrompt) {
      silentAt = now;
      promptEnds = null;
    }
    if (now === due) due = null;
    if (step.timer !== null) due = now + step.timer;
  }
  return { result: step.result, at: now, silentAt, unused: left.length };
}

const keys = (text: string): [number, string][] =>
  text === '' ? [] : text.split(' ').map((key): [number, string] => [Number(key.slice(1)), key.charAt(0)]);
const show = (result: Collected): string =>
  result.kind === 'option'
    ? `option ${result.id.slice(1)}`
    : result.kind === 'extension'
      ? `extension ${result.number}`
      : result.kind === 'none'
        ? 'none'
        : `${result.kind} ${result.digits}`;

const fixed = { interruptible: false };
const deaf = { listensWhilePlaying: false };
const menu = choice('1 2');
const tree = choice('1 12 123');
const mixed = choice('701 30 3', '301 302');

describe('timed input: keys with their milliseconds, the result, and its time', () => {
  test.each<[string, DigitRules, string, string, number]>([
    ['a key at once', menu, '10', 'option 1', 0],
    ['in the middle of the prompt', menu, '11000', 'option 1', 1000],
    ['at its very end', menu, '11999', 'option 1', 1999],
    ['after it', menu, '13000', 'option 1', 3000],
    ['just before the timeout', menu, '16999', 'option 1', 6999],
    ['nothing', menu, '', 'none', 7000],
    ['a wrong key', menu, '91000', 'wrong 9', 1000],
    ['a star', menu, '*1000', 'wrong *', 1000],
    ['a key that phones don’t have', menu, 'A1000 21500', 'option 2', 1500],
    ['1, where 12 could follow', tree, '11000', 'option 1', 4000],
    ['12, where 3 could follow', tree, '11000 21500', 'option 12', 4500],
    ['123', tree, '11000 21500 32000', 'option 123', 2000],
    ['124', tree, '11000 21500 42000', 'wrong 124', 2000],
    ['13: more of a wrong number may follow', tree, '11000 31500', 'wrong 13', 4500],
    ['each digit has its own timeout', tree, '11000 23900 36800', 'option 123', 6800],
    ['too slow for the second', tree, '11000 24001', 'option 1', 4000],
    ['3 before 301', mixed, '31000', 'option 3', 4000],
    ['30 before 301', mixed, '31000 01500', 'option 30', 4500],
    ['301', mixed, '31000 01500 12000', 'extension 301', 2000],
    ['302', mixed, '31000 01500 22000', 'extension 302', 2000],
    ['303 does not exist', mixed, '31000 01500 32000', 'wrong 303', 2000],
    ['701', mixed, '71000 01500 12000', 'option 701', 2000],
    ['70 is nothing', mixed, '71000 01500', 'wrong 70', 4500],
    ['30 and #', mixed, '31000 01100 #1200', 'option 30', 1200],
    ['3 and #', mixed, '31000 #1100', 'option 3', 1100],
    ['0301', mixed, '01000 31100 01200 11300', 'wrong 030', 1200],
    ['# alone', mixed, '#1000', 'wrong #', 1000],
    ['a wrong number is one wrong input', choice('1', '201'), '91000 91300 91600', 'wrong 999', 1600],
    ['an option comes before an extension', choice('30', '30'), '31000 01100', 'option 30', 1100],
    ['an option with a star', choice('*1'), '*1000 11100', 'option *1', 1100],
    ['four digits of four', digits(4, 4), '81000 61100 41200 21300', 'digits 8642', 1300],
    ['two of four digits', digits(4, 4), '81000 61100', 'wrong 86', 4100],
    ['two of two to four digits', digits(2, 4), '81000 61100', 'digits 86', 4100],
    ['ended by a key', digits(2, 4, '#'), '81000 61100 #1200', 'digits 86', 1200],
    ['ended too early', digits(2, 4, '#'), '81000 #1200', 'wrong 8', 1200],
    ['ended before it began', digits(2, 4, '#'), '#1200', 'wrong ', 1200],
    ['the other key ends nothing', digits(2, 4, '#'), '81000 *1200', 'digits 8*', 4200],
    ['ended by the maximum before the key', digits(2, 4, '#'), '81000 61100 41200 21300 #1400', 'digits 8642', 1300],
    ['the first digit comes late, and the second has its own timeout', digits(2, 2), '16900 29800', 'digits 12', 9800],
    ['a long number within the timeouts', digits(1, 30, '#'), '12900 25800 38700 #11600', 'digits 123', 11_600],
    ['no digits at all', digits(1, 4), '', 'none', 7000],
    ['a key at the end of a prompt that can’t be stopped', { ...menu, ...fixed }, '11000', 'option 1', 2000],
    ['part of a number during such a prompt', { ...tree, ...fixed }, '1500 21000', 'option 12', 5000],
  ])('%s', (_, rules, pressed, expected, at) => {
    const done = run(rules, keys(pressed));
    expect([show(done.result), done.at]).toEqual([expected, at]);
  });
});

test.each<[string, Partial<DigitRules>, string, number, number]>([
  ['stops, counts', {}, 'option 1', 1000, 1000],
  ['stops, does not count', deaf, 'none', 6000, 1000],
  ['does not stop, counts', fixed, 'option 1', 2000, 2000],
  ['neither', { ...fixed, ...deaf }, 'none', 7000, 2000],
])('a key during a prompt %s', (_, more, expected, at, silentAt) => {
  const done = run({ ...menu, ...more }, keys('11000'));
  expect([show(done.result), done.at, done.silentAt]).toEqual([expected, at, silentAt]);
});

describe('digits that were typed ahead', () => {
  test('replace the prompt, and leave the rest to the next node', () => {
    expect(run(menu, [], '123')).toMatchObject({
      result: { kind: 'option', id: 'o1', rest: '23' },
      at: 0,
      silentAt: 0,
    });
  });
  test('wait if the prompt must be heard', () => {
    expect(run({ ...menu, ...fixed }, [], '12')).toMatchObject({ result: { id: 'o1', rest: '2' }, at: 2000 });
  });
  test('start a longer number', () => {
    expect(run(tree, keys('2500 3900'), '1')).toMatchObject({ result: { id: 'o123' }, at: 900, silentAt: 0 });
  });
  test('1 2 3 within 300 ms go through three menus', () => {
    let left = keys('1100 2200 3300');
    let rest = '';
    let begins = 0;
    const chosen: string[] = [];
    for (const rules of [choice('1 9'), choice('2 9'), choice('3 9')]) {
      const typed = left.map(([at, key]): [number, string] => [at - begins, key]);
      const done = run(rules, typed, rest);
      chosen.push(show(done.result));
      left = left.slice(left.length - done.unused);
      rest = done.result.kind === 'option' ? done.result.rest : '';
      begins += done.at;
    }
    expect(chosen).toEqual(['option 1', 'option 2', 'option 3']);
    expect(begins).toBe(300);
  });
});

test('a timer that a digit has replaced has no effect, and neither has the end of a stopped prompt', () => {
  const waiting = collect(startCollecting(tree, '', true).state, { kind: 'promptEnded' });
  const first = collect(waiting.state, { kind: 'digit', digit: '1' });
  expect(collect(first.state, { kind: 'elapsed', turn: waiting.state.turn })).toMatchObject({
    result: null,
    timer: null,
  });
  expect(collect(first.state, { kind: 'promptEnded' })).toEqual({ ...first, stopPrompt: false, timer: null });
  expect(collect(first.state, { kind: 'elapsed', turn: first.state.turn }).result).toMatchObject({ id: 'o1' });
});

test('any digits at any times lead to a result within the time that the rules allow', () => {
  const key = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...'0123456789*#'));
  const rules = fc
    .constantFrom(menu, tree, mixed, digits(1, 4, '#'), digits(4, 8))
    .chain((base) =>
      fc
        .record({ interruptible: fc.boolean(), listensWhilePlaying: fc.boolean() })
        .map((more) => ({ ...base, ...more })),
    );
  fc.assert(
    fc.property(
      rules,
      fc.array(key, { maxLength: 40 }),
      fc.stringMatching(/^[0-9*#]{0,5}$/),
      (base, pressed, ahead) => {
        const inOrder = pressed.toSorted(([a], [b]) => a - b);
        const done = run(base, inOrder, ahead);
        const before = inOrder.length - done.unused;
        expect(done.at).toBeLessThanOrEqual(PROMPT_MS + 5000 + 3000 * (before + ahead.length));
      },
    ),
    { numRuns: 2000 },
  );
});
