import { expect, test } from 'vitest';
import { emergencyFacts } from '../../../test/call-facts.ts';
import { readLegNote, writeLegNote } from './leg-note.ts';

const facts = emergencyFacts();
const note = {
  caller: 'caller',
  facts,
  party: { extensionId: null, number: facts.to },
  callerParty: { extensionId: null, number: facts.from },
  path: [],
  exits: null,
  joined: null,
  parked: null,
  flow: null,
  flowAnswered: false,
};
const first = { caller: 'caller', facts };

test('what is written is read', () => {
  expect(readLegNote(writeLegNote(note))).toEqual(note);
  expect(JSON.parse(writeLegNote(note))).toMatchObject({ version: 4 });
});

test('a note from before there were versions is read, and so is one of a later release', () => {
  expect(readLegNote(JSON.stringify(first))).toEqual(note);
  expect(readLegNote(JSON.stringify({ ...note, version: 5, flow: { id: 'welcome' } }))).toEqual(note);
});

test.each(['', 'no JSON', '{"caller":"one"}', JSON.stringify({ ...note, version: 'one' })])('%j is no note', (text) =>
  expect(readLegNote(text)).toBeNull(),
);
