import type { FlowContent } from '../../../src/flows/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/node-contract.ts';
import { exitsOf } from '../../../src/flows/rules.ts';

export type Point = { x: number; y: number };
/** Where cards were dragged to, by the id of their node. The others are laid out by what leads to what. */
export type Moved = Readonly<Record<string, Point>>;

/** What is edited: what the flow does, and beside it, never part of a version, where its cards were dragged to. */
export type Draft = {
  content: FlowContent;
  moved: Moved;
  /** the number of the version that it was restored from, and whose sounds it plays; null: it plays what the library has */
  restores: number | null;
};

/** A way out of a node. */
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
