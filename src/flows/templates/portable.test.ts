import { expect, test } from 'vitest';
import { content, node } from '../../../test/flow-content.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import { referencesOf } from '../content/references.ts';
import { toPortable, withAnswers } from './portable.ts';

const flow: FlowContent = {
  ...content(
    node('hours', 'hours', { scheduleId: 's1', exits: { open: 'desk', closed: 'guard' } }),
    node('ring', 'desk', { target: { kind: 'group', id: 'g1' } }),
    node('ring', 'again', { target: { kind: 'group', id: 'g1' } }),
    node('ring', 'guard', { name: 'Night guard', target: { kind: 'external', number: '+12125550143' } }),
    node('webhook', 'crm', { url: 'https://crm.example/?key=canary' }),
    node('compare', 'pin', { secret: true, value: 'canary8642' }),
  ),
  fallback: { kind: 'mailbox', id: 'm1' },
};
const names = new Map([
  ['s1', 'Office hours'],
  ['g1', 'Sales'],
  ['m1', 'Messages'],
]);
let made = 0;
const portable = () => toPortable(flow, names, () => `q${++made}`);

test('asks once for each thing, and names what it leaves out', () => {
  const { questions, leftOpen } = portable();
  expect(questions.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    'mailbox Messages',
    'schedule Office hours',
    'group Sales',
  ]);
  expect(leftOpen).toEqual(['Night guard', 'crm', 'pin']);
});

test('contains no id, number, address or secret of the tenant', () => {
  const text = JSON.stringify(portable());
  for (const own of ['s1', 'g1', 'm1', '2125550143', 'crm.example', 'canary'])
    expect(text, own).not.toContain(`"${own}`);
  expect(text).not.toContain('canary');
  expect(text).not.toContain('5550143');
});

test('replaces questions by their answers, and leaves unanswered ones to be chosen', () => {
  const copy = portable();
  const answers = new Map(copy.questions.map(({ id, kind }) => [id, kind === 'group' ? null : `new ${kind}`]));
  const found = referencesOf(withAnswers(copy.content, answers)).map(({ nodeId, value }) => `${nodeId} ${value}`);
  expect(found).toEqual(['null new mailbox', 'hours new schedule']);
});

test('refuses anything that isn’t an answer, such as an address in a hand-written file', () => {
  const url = 'https://elsewhere.example';
  const written = content(
    node('webhook', 'w', { url }),
    node('ring', 'r', { target: { kind: 'external', number: '+12125550143' } }),
  );
  expect(referencesOf(withAnswers(written, new Map([[url, url]])))).toEqual([]);
});
