import { expect, test } from 'vitest';
import { content, node } from '../../../test/flow-content.ts';
import type { FlowContent } from './graph-contract.ts';
import { mapNumbers } from './numbers.ts';
import { referencesOf } from './references.ts';

const main: FlowContent = {
  ...content(node('ring', 'ring', { target: { kind: 'external', number: '55 1234 5678' } })),
  fallback: { kind: 'external', number: '55 8765 4321' },
};

test('maps every outside number of a flow', () => {
  const paths: string[] = [];
  const mapped = mapNumbers(main, (number, path) => {
    paths.push(path);
    return `+52${number.replaceAll(' ', '')}`;
  });
  expect(paths).toEqual(['fallback.number', 'nodes.1.target.number']);
  const numbers = referencesOf(mapped).filter(({ kind }) => kind === 'number');
  expect(numbers.map(({ value }) => value).toSorted()).toEqual(['+525512345678', '+525587654321']);
});
