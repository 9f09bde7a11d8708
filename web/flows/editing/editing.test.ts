import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode, NodeKind } from '../../../src/flows/content/node-contract.ts';
import { exitsOf, NODE_KINDS } from '../../../src/flows/content/rules.ts';
import { applied } from './apply.ts';
import type { Command } from './commands.ts';
import { copied, pasted, readCopied } from './copying.ts';
import { type Draft, leadingTo, nodeOf } from './draft.ts';
import { type Act, type Editing, edited, editingOf, MAX_STEPS } from './history.ts';
import { newNode } from './new-node.ts';

const KINDS = Object.keys(NODE_KINDS) as NodeKind[];
const counter = () => {
  let last = 0;
  return () => `p${++last}`;
};

const empty: Draft = {
  content: {
    name: 'Main number',
    fallback: { kind: 'message', prompts: [] },
    nodes: [newNode('start', 'start')],
  },
  moved: {},
  restores: null,
};

/** Makes a command for the current draft out of random numbers. */
function commandOf(draft: Draft, [what, first, second, third]: readonly number[], makeId: () => string): Act {
  const { nodes } = draft.content;
  const node = (index = 0): FlowNode => nodes[index % nodes.length] ?? newNode('start', 'start');
  const exitOf = (index = 0, which = 0) => {
    const exits = exitsOf(node(index));
    const exit = exits[which % Math.max(1, exits.length)];
    return exit ? { nodeId: node(index).id, exit: exit.id } : null;
  };
  const kind = KINDS.filter((each) => each !== 'start')[(second ?? 0) % (KINDS.length - 1)] ?? 'play';
  const after = exitOf(first, third);
  const moves: Act[] = [
    { do: 'insert', node: newNode(kind, makeId()), after },
    { do: 'insert', node: newNode(kind, makeId()), after: null },
    { do: 'connect', from: after ?? { nodeId: 'none', exit: 'none' }, to: second === 0 ? null : node(second).id },
    { do: 'move', to: { [node(first).id]: { x: second ?? 0, y: third ?? 0 } } },
    { do: 'rename', id: node(first).id, name: `Name ${second}` },
    { do: 'type', field: node(first).id, command: { do: 'rename', id: node(first).id, name: `Typed ${third}` } },
    { do: 'delete', ids: [node(first).id, node(second).id] },
    { do: 'paste', nodes: pasted([node(first), node(second)].filter(unique), makeId), after },
    { do: 'tidy' },
    { do: 'undo' },
    { do: 'redo' },
  ];
  return moves[(what ?? 0) % moves.length] ?? { do: 'tidy' };
}
const unique = (node: FlowNode, index: number, all: FlowNode[]) => all.indexOf(node) === index && node.kind !== 'start';

const numbers = fc.tuple(fc.nat(), fc.nat(), fc.nat(9), fc.nat(9));
const danglingIn = ({ content }: Draft) =>
  content.nodes.flatMap((node) => exitsOf(node).filter(({ to }) => to !== null && !nodeOf(content, to)));

describe('the reducer', () => {
  test('undoes and redoes a thousand commands', () => {
    const makeId = counter();
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1000, maxLength: 1000 }), (steps) => {
        let state: Editing = editingOf(empty);
        for (const step of steps) {
          const act = commandOf(state.draft, step, makeId);
          const before = state;
          state = edited(state, act);
          if (act.do === 'undo' || act.do === 'redo' || state === before) continue;
          expect(danglingIn(state.draft)).toEqual([]);
        }
        const last = structuredClone(state.draft);
        const back = state.past.length;
        expect(back).toBeLessThanOrEqual(MAX_STEPS);
        const [oldest = state.draft] = state.past;
        for (let step = 0; step < back; step++) state = edited(state, { do: 'undo' });
        expect(state.draft).toEqual(oldest);
        expect(edited(state, { do: 'undo' }).draft).toEqual(oldest);
        for (let step = 0; step < back; step++) state = edited(state, { do: 'redo' });
        expect(state.draft).toEqual(last);
        expect(FlowContent.safeParse(state.draft.content).error).toBeUndefined();
      }),
      { numRuns: 5 },
    );
  });

  test('treats letters typed into one field as one step', () => {
    const typed = (name: string): Act => ({ do: 'type', field: 'name', command: { do: 'rename', id: 'start', name } });
    let state = [typed('A'), typed('AB'), typed('ABC')].reduce(edited, editingOf(empty));
    expect(state.past).toHaveLength(1);
    state = [{ do: 'typed' } as const, typed('ABCD')].reduce(edited, state);
    expect(state.past).toHaveLength(2);
    expect(edited(state, { do: 'undo' }).draft.content.nodes[0]?.name).toBe('ABC');
  });

  test('treats a drag as one step, and undoes tidying up exactly', () => {
    const dragged = edited(editingOf(empty), { do: 'move', to: { start: { x: 1e6, y: 1e6 } } });
    expect(dragged.past).toHaveLength(1);
    const tidy = edited(dragged, { do: 'tidy' });
    expect(tidy.draft.moved).toEqual({});
    expect(edited(tidy, { do: 'undo' }).draft).toEqual(dragged.draft);
  });
});

const build = (...commands: Command[]): Draft => commands.reduce(applied, empty);
const after = (nodeId: string, exit: string) => ({ nodeId, exit });

describe('inserting and deleting', () => {
  const chain = build(
    { do: 'insert', node: newNode('play', 'a'), after: after('start', 'next') },
    { do: 'insert', node: newNode('hours', 'b'), after: after('a', 'next') },
    { do: 'insert', node: newNode('ring', 'c'), after: after('b', 'open') },
    { do: 'insert', node: newNode('voicemail', 'd'), after: after('b', 'closed') },
  );

  test('inserts a node between two others', () => {
    const draft = applied(chain, { do: 'insert', node: newNode('set', 'x'), after: after('start', 'next') });
    expect(leadingTo(draft.content, 'x')).toEqual([after('start', 'next')]);
    expect(leadingTo(draft.content, 'a')).toEqual([after('x', 'next')]);
  });

  test('never deletes what follows a deleted node', () => {
    const draft = applied(chain, { do: 'delete', ids: ['b'] });
    expect(draft.content.nodes.map(({ id }) => id)).toEqual(['start', 'a', 'c', 'd']);
    expect(leadingTo(draft.content, 'c')).toEqual([]);
    const state = edited(editingOf(chain), { do: 'delete', ids: ['b'] });
    expect(edited(state, { do: 'undo' }).draft).toEqual(chain);
  });

  test('connects exits to the follower of a deleted node if there is only one', () => {
    expect(leadingTo(applied(chain, { do: 'delete', ids: ['a'] }).content, 'b')).toEqual([after('start', 'next')]);
  });

  test('never deletes the start, and allows nothing to lead to it', () => {
    expect(applied(chain, { do: 'delete', ids: ['start'] })).toBe(chain);
    expect(applied(chain, { do: 'connect', from: after('a', 'next'), to: 'start' })).toBe(chain);
  });
});

describe('copying', () => {
  const source = build(
    { do: 'insert', node: newNode('menu', 'm'), after: after('start', 'next') },
    { do: 'insert', node: newNode('play', 'p'), after: after('m', 'k1') },
    { do: 'insert', node: newNode('hangUp', 'h'), after: after('p', 'next') },
    { do: 'connect', from: after('m', 'noInput'), to: 'm' },
  );
  const chosen = source.content.nodes.filter(({ id }) => id === 'm' || id === 'p');

  test('gives each paste new ids, and has no exits to other nodes', () => {
    const text = copied(chosen) ?? '';
    const makeId = counter();
    const [one, two] = [pasted(readCopied(text) ?? [], makeId), pasted(readCopied(text) ?? [], makeId)];
    const draft = [one, two].reduce((now, nodes) => applied(now, { do: 'paste', nodes, after: null }), source);
    const ids = draft.content.nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const nodes of [one, two]) {
      const own = new Set(nodes.map(({ id }) => id));
      const leads = nodes.flatMap((node) => exitsOf(node).map(({ to }) => to));
      expect(leads.filter((to) => to !== null && !own.has(to))).toEqual([]);
      // the option and the loop between the nodes are preserved, the exit to `h` is open
      expect(leads).toEqual([nodes[1]?.id, nodes[0]?.id, null, null]);
    }
  });

  test('copies no secret', () => {
    const secret = { ...newNode('compare', 'c'), secret: true, value: '4711' } as FlowNode;
    expect(copied([secret])).not.toContain('4711');
  });

  test('ignores any other content of the clipboard', () => {
    for (const text of ['', 'hello', '{}', '{"flowNodes":[]}', '{"flowNodes":[{"kind":"play"}]}'])
      expect(readCopied(text)).toBeNull();
  });
});

test('creates every kind of node with valid settings', () => {
  for (const kind of KINDS) {
    const content = { ...empty.content, nodes: [newNode(kind, 'n1')] };
    expect(FlowContent.safeParse(content).error).toBeUndefined();
  }
});
