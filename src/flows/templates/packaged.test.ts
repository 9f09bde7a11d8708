import { describe, expect, test } from 'vitest';
import { FlowContent } from '../content/graph-contract.ts';
import { referencesOf } from '../content/references.ts';
import { faultsOf } from '../validation/validation.ts';
import { PACKAGED } from './packaged.ts';
import { withAnswers } from './portable.ts';

const NOTHING: ReadonlySet<string> = new Set();
const MINE = '11111111-1111-4111-8111-111111111111';
const mine = new Set([MINE]);
const existing = {
  ids: { schedule: mine, list: NOTHING, extension: mine, group: mine, mailbox: mine, flow: NOTHING },
  sounds: new Map(),
  menuExtensions: [],
  servers: { privateAddresses: 'refuse' as const, ownHosts: [] },
};
/** The template with an answer to each of its questions. */
const filled = ({ content, questions }: (typeof PACKAGED)[number]) =>
  withAnswers(content, new Map(questions.map(({ id }) => [id, MINE])));

describe.each(PACKAGED.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  test('can be published once its questions are answered', () => {
    const content = FlowContent.parse(filled(one));
    expect(faultsOf(new Map([['main', content]]), existing)).toEqual([]);
  });

  test('asks once for each thing that it needs, and for nothing else', () => {
    const used = new Set(referencesOf(one.content).map(({ kind, value }) => `${kind} ${value}`));
    expect(one.questions.map(({ kind, id }) => `${kind} ${id}`).toSorted()).toEqual([...used].toSorted());
  });

  test('can’t be published while a question is unanswered', () => {
    const content = withAnswers(one.content, new Map());
    expect(faultsOf(new Map([['main', content]]), existing)).not.toEqual([]);
  });
});

test('no two templates share an id', () => {
  const ids = PACKAGED.flatMap(({ id, questions }) => [id, ...questions.map((question) => question.id)]);
  expect(new Set(ids).size).toBe(ids.length);
});
