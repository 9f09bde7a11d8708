import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { exitsOf } from '../../../src/flows/content/rules.ts';

export type Point = { x: number; y: number };
/** The positions to which the user dragged cards, by node id. Other cards are laid out automatically. */
export type Moved = Readonly<Record<string, Point>>;

/** The edited draft: the content, and the positions of cards, which are never part of a version. */
export type Draft = {
  content: FlowContent;
  moved: Moved;
  /** the version that it was restored from and whose sounds it plays; null: it plays the library's current sounds */
  restores: number | null;
};

export type ExitRef = { nodeId: string; exit: string };

export const nodeOf = (content: FlowContent, id: string): FlowNode | undefined =>
  content.nodes.find((node) => node.id === id);

/** The exits that lead to a node. */
export const leadingTo = (content: FlowContent, id: string): ExitRef[] =>
  content.nodes.flatMap((node) =>
    exitsOf(node)
      .filter(({ to }) => to === id)
      .map((exit) => ({ nodeId: node.id, exit: exit.id })),
  );
