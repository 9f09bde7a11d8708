import { expect, test } from 'vitest';
import type { FlowContent } from './graph-contract.ts';
import { mapNumbers } from './numbers.ts';
import { referencesOf } from './references.ts';

const ring = {
  kind: 'ring',
  id: 'ring',
  name: 'Ring',
  target: { kind: 'external', number: '55 1234 5678' },
  ringSeconds: null,
  confirm: true,
  exits: {},
} as const;
const content = {
  name: 'Main',
  fallback: { kind: 'external', number: '55 8765 4321' },
  nodes: [{ kind: 'start', id: 'start', name: 'Start', exits: { next: 'ring' } }, ring],
} as unknown as FlowContent;

test('maps every outside number of a flow', () => {
  const paths: string[] = [];
  const mapped = mapNumbers(content, (number, path) => {
    paths.push(path);
    return `+52${number.replaceAll(' ', '')}`;
  });
  expect(paths).toEqual(['fallback.number', 'nodes.1.target.number']);
  const numbers = referencesOf(mapped).filter(({ kind }) => kind === 'number');
  expect(numbers.map(({ value }) => value).toSorted()).toEqual(['+525512345678', '+525587654321']);
});
