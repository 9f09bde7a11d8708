import type { Edge, Node } from '@xyflow/react';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { exitsOf } from '../../../src/flows/content/rules.ts';
import type { Point } from '../editing/draft.ts';
import { type Names, wordsOf } from '../words.ts';
import { sizeOf } from './layout.ts';

export type CardData = { node: FlowNode; words: string | null; problems: readonly string[]; lit: boolean };
export type Card = Node<CardData, 'card'>;
export type Line = Edge<{ calls: number | null; lit: boolean }, 'line'>;

/** Additional information on the canvas. */
export type CanvasState = {
  names: Names;
  /** by node id */
  problems: ReadonlyMap<string, readonly string[]>;
  /** how many calls took an exit, by `node/exit`; null: statistics are off */
  calls: ReadonlyMap<string, number> | null;
  /** the nodes and exits of a test run, as `node` and `node/exit` */
  lit: ReadonlySet<string>;
};

const NO_PROBLEMS: readonly string[] = [];

/**
 * The cards. An unchanged card is the same object as in `before`, so that React doesn't render it again.
 */
export function cardsOf(
  { nodes }: Pick<FlowContent, 'nodes'>,
  { names, problems, lit }: CanvasState,
  { place, chosen, before }: { place: (id: string) => Point; chosen: readonly string[]; before: readonly Card[] },
): Card[] {
  const old = new Map(before.map((card) => [card.id, card]));
  return nodes.map((node) => {
    const data: CardData = {
      node,
      words: wordsOf(node, names),
      problems: problems.get(node.id) ?? NO_PROBLEMS,
      lit: lit.has(node.id),
    };
    const position = place(node.id);
    const selected = chosen.includes(node.id);
    const last = old.get(node.id);
    const kept = last && sameData(last.data, data) ? last.data : data;
    if (last && kept === last.data && last.selected === selected && samePlace(last.position, position)) return last;
    return { ...last, ...sizeOf(node), id: node.id, type: 'card', position, selected, data: kept };
  });
}

const sameData = (one: CardData, other: CardData): boolean =>
  one.node === other.node &&
  one.words === other.words &&
  one.lit === other.lit &&
  one.problems.join('\n') === other.problems.join('\n');

const samePlace = (one: Point, other: Point): boolean => one.x === other.x && one.y === other.y;

/** The lines between the cards. A line's id comes from the exit where it begins. */
export function linesOf({ nodes }: Pick<FlowContent, 'nodes'>, { calls, lit }: CanvasState): Line[] {
  return nodes.flatMap((node) =>
    exitsOf(node).flatMap(({ id, to }) => {
      if (to === null) return [];
      const key = `${node.id}/${id}`;
      const data = { calls: calls && (calls.get(key) ?? 0), lit: lit.has(key) };
      return [
        { id: key, type: 'line' as const, source: node.id, sourceHandle: id, target: to, targetHandle: 'in', data },
      ];
    }),
  );
}
