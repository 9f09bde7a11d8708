import { expect, test } from 'vitest';
import { content, node } from '../../../test/flow-content.ts';
import { readFlowFile } from './flow-file.ts';

const file = (text: string) => new File([text], 'main.json');
const question = { id: '01994f2b-7c3a-7e51-9d20-8a4c1f6be330', kind: 'schedule', label: 'Office hours' };
const flow = {
  content: content(node('hours', 'hours', { scheduleId: question.id })),
  questions: [question],
  leftOpen: [],
};

test('a downloaded flow can start a new one, with its open questions', async () => {
  expect(await readFlowFile(file(JSON.stringify(flow)))).toMatchObject({
    name: flow.content.name,
    description: 'From the file main.json.',
    source: 'file',
    content: flow.content,
    questions: [question],
  });
});

test.each([
  ['no JSON', 'Hello'],
  ['anything else', '{"name":"Main number"}'],
  ['a step of no kind', JSON.stringify({ ...flow, content: { ...flow.content, nodes: [{ kind: 'dance' }] } })],
])('a file with %s is refused with a message', async (_, text) => {
  expect(await readFlowFile(file(text))).toMatch(/^There is no call flow/);
});

test('a file that is too large is refused with a message', async () => {
  expect(await readFlowFile(file('x'.repeat(2_000_001)))).toMatch(/too large/);
});
