import { expect, test } from 'vitest';
import { suggestion } from './suggestion.ts';

const sales = { id: 'sales', name: 'Sales' };
const desk = { id: 'desk', name: 'Front desk' };

test.each([
  ['the same name, however it is written', 'sales', [desk, sales], false, 'sales'],
  ['the only one', 'Support', [desk], false, 'desk'],
  ['nothing among several, for a copy', 'Support', [desk, sales], false, null],
  ['the first of several, for a template', 'Support', [desk, sales], true, 'desk'],
  ['nothing of nothing', 'Support', [], true, null],
])('%s', (_, label, things, orFirst, id) => expect(suggestion({ label }, things, orFirst)).toBe(id));
