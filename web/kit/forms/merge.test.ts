import { describe, expect, test } from 'vitest';
import { conflictsOf, type EditedFields, merged } from './merge.ts';

const fields: EditedFields = {
  email: { name: 'Email' },
  cnam: { name: 'CNAM' },
  name: { name: 'Name' },
  'limits.dids': { name: 'DIDs' },
  on: { name: 'On' },
  status: { name: 'Status', stands: (status) => status === 'gone' },
};
const base = { id: '1', email: 'a@x', cnam: 'BAKERY', name: 'Bakery', limits: { dids: '' }, on: true, status: 'here' };
const theirs = { ...base, id: '2', email: 'theirs@x', cnam: 'BREAD' };
const mine = { ...base, id: '3', email: 'mine@x', name: 'Bakers' };

describe('two users edit the same object at once', () => {
  test('names the differences and the conflicts', () => {
    expect(conflictsOf(fields, base, theirs, mine)).toEqual([
      { path: 'email', name: 'Email', was: 'a@x', theirs: 'theirs@x', mine: 'mine@x', dispute: 'open' },
      { path: 'cnam', name: 'CNAM', was: 'BAKERY', theirs: 'BREAD', mine: 'BAKERY', dispute: null },
    ]);
  });
  test('finds no conflict if both typed the same', () => {
    expect(conflictsOf(fields, base, theirs, { ...base, email: 'theirs@x' })[0]?.dispute).toBeNull();
  });
  test('describes empty, on and off values', () => {
    const now = { ...base, limits: { dids: '5' }, on: false };
    expect(conflictsOf(fields, base, now, base).map(({ was, theirs: to }) => [was, to])).toEqual([
      ['empty', '5'],
      ['on', 'off'],
    ]);
  });
  test('describes a value of several parts without its internals', () => {
    const whole: EditedFields = { limits: { name: 'Limits' } };
    const now = { ...base, limits: { dids: '5' } };
    expect(conflictsOf(whole, base, now, base)[0]).toMatchObject({ was: 'another value', theirs: 'another value' });
  });
  test('“mine win” keeps everything typed here and takes the rest from them', () => {
    expect(merged(fields, { base, theirs, mine }, 'mine')).toEqual({ ...theirs, email: 'mine@x', name: 'Bakers' });
  });
  test('“theirs win” keeps only what they didn’t change', () => {
    expect(merged(fields, { base, theirs, mine }, 'theirs')).toEqual({ ...theirs, name: 'Bakers' });
  });
  test('works within a part of the form, and doesn’t modify their values', () => {
    const typed = { ...base, limits: { dids: '7' } };
    expect(merged(fields, { base, theirs, mine: typed }, 'mine').limits).toEqual({ dids: '7' });
    expect(theirs.limits).toEqual({ dids: '' });
  });
  test('some of their values always win', () => {
    const [gone, typed] = [
      { ...base, status: 'gone' },
      { ...base, status: 'elsewhere' },
    ];
    expect(conflictsOf(fields, base, gone, typed)[0]?.dispute).toBe('lost');
    expect(merged(fields, { base, theirs: gone, mine: typed }, 'mine').status).toBe('gone');
  });
});
