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
  confirm: false,
  joined: null,
  parked: null,
  recalled: null,
  returnTo: null,
  flow: null,
  flowAnswered: false,
};
const first = { caller: 'caller', facts };

test('reads what it has written', () => {
  expect(readLegNote(writeLegNote(note))).toEqual(note);
  expect(JSON.parse(writeLegNote(note))).toMatchObject({ version: 6 });
});

test('reads a note without a version, and one of a later release', () => {
  expect(readLegNote(JSON.stringify(first))).toEqual(note);
  expect(readLegNote(JSON.stringify({ ...note, version: 7, flow: { id: 'welcome' } }))).toEqual(note);
});

test.each(['', 'no JSON', '{"caller":"one"}', JSON.stringify({ ...note, version: 'one' })])(
  '%j is not a note',
  (text) => expect(readLegNote(text)).toBeNull(),
);
