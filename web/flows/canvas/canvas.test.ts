import { describe, expect, test } from 'vitest';
import { applied } from '../editing/apply.ts';
import type { Command } from '../editing/commands.ts';
import type { Draft } from '../editing/draft.ts';
import { newNode } from '../editing/new-node.ts';
import { cardsOf, type CanvasState, linesOf } from './elements.ts';
import { placed, positionsOf } from './layout.ts';

const empty: Draft = {
  content: { name: 'Main', fallback: { kind: 'message', prompts: [] }, nodes: [newNode('start', 'start')] },
  moved: {},
  restores: null,
};
const after = (nodeId: string, exit: string) => ({ nodeId, exit });
const steps: Command[] = [
  { do: 'insert', node: newNode('hours', 'h'), after: after('start', 'next') },
  { do: 'insert', node: newNode('caller', 'c'), after: after('h', 'open') },
  { do: 'insert', node: newNode('ring', 'r'), after: after('c', 'yes') },
  { do: 'insert', node: newNode('ring', 's'), after: after('c', 'no') },
  { do: 'insert', node: newNode('voicemail', 'v'), after: after('h', 'closed') },
];
const flow = steps.reduce(applied, empty);
const drawn: CanvasState = { names: new Map(), problems: new Map(), calls: null, lit: new Set() };
const at = (draft: Draft, id: string) => placed(positionsOf(draft.content), draft.moved, id);
const cards = (draft: Draft, before: ReturnType<typeof cardsOf> = []) => {
  const positions = positionsOf(draft.content);
  return cardsOf(draft.content, drawn, { place: (id) => placed(positions, draft.moved, id), chosen: [], before });
};

describe('the positions of cards', () => {
  test('follow a call from left to right, and the exits of a card from top to bottom', () => {
    expect(at(flow, 'start').x).toBeLessThan(at(flow, 'h').x);
    expect(at(flow, 'h').x).toBeLessThan(at(flow, 'c').x);
    expect(at(flow, 'c').y).toBeLessThan(at(flow, 'v').y);
    expect(at(flow, 'r').y).toBeLessThan(at(flow, 's').y);
  });

  test('are where the user dragged them, and other cards stay', () => {
    const dragged = applied(flow, { do: 'move', to: { r: { x: 1e6, y: 1e6 } } });
    expect(at(dragged, 'r')).toEqual({ x: 1e6, y: 1e6 });
    expect(at(dragged, 's')).toEqual(at(flow, 's'));
    // positions are not part of the content
    expect(dragged.content).toBe(flow.content);
  });
});

describe('cards and lines', () => {
  test('an unchanged card is the same object, so that dragging one card renders only that card', () => {
    const before = cards(flow);
    const later = cards(applied(flow, { do: 'move', to: { r: { x: 5, y: 5 } } }), before);
    expect(later.filter((card, index) => card !== before[index]).map(({ id }) => id)).toEqual(['r']);
  });

  test('a line stays at its exit when a digit is added before it and deleted again', () => {
    const commands: Command[] = [
      { do: 'insert', node: newNode('menu', 'm'), after: after('start', 'next') },
      { do: 'connect', from: after('m', 'k1'), to: 'v' },
    ];
    const draft = commands.reduce(applied, flow);
    const node = draft.content.nodes.find(({ id }) => id === 'm');
    if (node?.kind !== 'menu') throw new Error('There is no menu.');
    const more = { ...node, options: [{ id: 'k2', digits: '0', name: 'Desk', to: null }, ...node.options] };
    const [one, two] = [draft, applied(draft, { do: 'change', node: more })].map((each) =>
      linesOf(each.content, drawn).find(({ source, target }) => source === 'm' && target === 'v'),
    );
    expect(two).toEqual(one);
    expect(one?.sourceHandle).toBe('k1');
  });
});
