import { expect, test } from 'vitest';
import type { CallFacts } from './call-facts.ts';
import { readLegNote, writeLegNote } from './leg-note.ts';

const facts: CallFacts = {
  id: '01960000-0000-7000-8000-00000000ca11',
  tenantId: null,
  direction: 'outbound',
  emergency: true,
  from: '101',
  to: '911',
  extensionId: null,
  didId: null,
  callbackNumber: null,
  admittedAt: '2026-03-01T12:00:00.000Z',
};
const note = { caller: 'caller', facts };

test('what is written is read', () => {
  expect(readLegNote(writeLegNote(note))).toEqual(note);
  expect(JSON.parse(writeLegNote(note))).toMatchObject({ version: 1 });
});

test('a note from before there were versions is read, and so is one of a later release', () => {
  expect(readLegNote(JSON.stringify(note))).toEqual(note);
  expect(readLegNote(JSON.stringify({ ...note, version: 2, flow: { id: 'welcome' } }))).toEqual(note);
});

test.each(['', 'no JSON', '{"caller":"one"}', JSON.stringify({ ...note, version: 'one' })])('%j is no note', (text) =>
  expect(readLegNote(text)).toBeNull(),
);
