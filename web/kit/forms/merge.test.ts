import { describe, expect, it } from 'vitest';
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

describe('two people edit the same at once', () => {
  it('what differs now is named, and what both changed', () => {
    expect(conflictsOf(fields, base, theirs, mine)).toEqual([
      { path: 'email', name: 'Email', was: 'a@x', theirs: 'theirs@x', mine: 'mine@x', dispute: 'open' },
      { path: 'cnam', name: 'CNAM', was: 'BAKERY', theirs: 'BREAD', mine: 'BAKERY', dispute: null },
    ]);
  });
  it('both typed the same: no dispute', () => {
    expect(conflictsOf(fields, base, theirs, { ...base, email: 'theirs@x' })[0]?.dispute).toBeNull();
  });
  it('what is empty, on or off is said so', () => {
    const now = { ...base, limits: { dids: '5' }, on: false };
    expect(conflictsOf(fields, base, now, base).map(({ was, theirs: to }) => [was, to])).toEqual([
      ['empty', '5'],
      ['on', 'off'],
    ]);
  });
  it('mine win: everything typed stays, everything else is theirs', () => {
    expect(merged(fields, base, theirs, mine, 'mine')).toEqual({ ...theirs, email: 'mine@x', name: 'Bakers' });
  });
  it('theirs win: only what nobody else touched stays', () => {
    expect(merged(fields, base, theirs, mine, 'theirs')).toEqual({ ...theirs, name: 'Bakers' });
  });
  it('within a part of the form, too, and without touching theirs', () => {
    const typed = { ...base, limits: { dids: '7' } };
    expect(merged(fields, base, theirs, typed, 'mine').limits).toEqual({ dids: '7' });
    expect(theirs.limits).toEqual({ dids: '' });
  });
  it('some values of theirs stand whoever wins', () => {
    const [gone, typed] = [
      { ...base, status: 'gone' },
      { ...base, status: 'elsewhere' },
    ];
    expect(conflictsOf(fields, base, gone, typed)[0]?.dispute).toBe('lost');
    expect(merged(fields, base, gone, typed, 'mine').status).toBe('gone');
  });
});
