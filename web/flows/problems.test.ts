import { describe, expect, test } from 'vitest';
import type { FlowContent } from '../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../src/flows/content/node-contract.ts';
import { applied } from './editing/apply.ts';
import { newNode } from './editing/new-node.ts';
import { faultsHere, problemsByNode } from './problems.ts';

const empty: FlowContent = {
  name: 'Main',
  fallback: { kind: 'message', prompts: [] },
  nodes: [newNode('start', 'start')],
};
const goTo: FlowNode = {
  id: 'g',
  name: 'Go to a flow',
  kind: 'goTo',
  flowId: '01890000-0000-7000-8000-000000000000',
  exits: {},
};
const withGoTo = applied(
  { content: empty, moved: {}, restores: null },
  { do: 'insert', node: goTo, after: { nodeId: 'start', exit: 'next' } },
).content;

describe('what is wrong with a flow, as the page sees it', () => {
  test('is shown at its step', () => {
    const problems = problemsByNode(faultsHere('f', empty));
    expect(problems.get('start')?.join()).toContain('leads nowhere');
  });

  test('leaves out faults that only the server can find, such as an unpublished flow', () => {
    expect(faultsHere('f', withGoTo)).toEqual([]);
  });
});
