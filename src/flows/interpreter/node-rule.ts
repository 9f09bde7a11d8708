import type { FlowNode } from '../content/node-contract.ts';
import type { Action, FallbackReason, Outcome, Position } from './walk.ts';

/** The result of a node. */
export type Step =
  /** the call stays at the node and performs this action */
  | { kind: 'act'; position: Position; action: Action }
  | { kind: 'leave'; position: Position; exit: string; to: string | null }
  | { kind: 'goTo'; position: Position; flowId: string }
  /** the flow is over for the call */
  | { kind: 'end'; position: Position; action: Action }
  | { kind: 'fallBack'; position: Position; because: FallbackReason };

/** How a kind of node works. Its functions are methods, so that the table of all kinds can be read with any node. */
export type NodeRule<Node extends FlowNode> = {
  /** a call enters the node */
  enter(node: Node, position: Position): Step;
  /** the outcome of the node's action has arrived; an outcome that it can't have is a failure */
  after(node: Node, position: Position, outcome: Outcome): Step;
};

export const act = (position: Position, action: Action): Step => ({ kind: 'act', position, action });
export const end = (position: Position, action: Action): Step => ({ kind: 'end', position, action });
export const fallBack = (position: Position, because: FallbackReason): Step => ({
  kind: 'fallBack',
  position,
  because,
});

/** Leaves a node by one of its exits. */
export const leaveByExit = <Exits extends Record<string, string | null>>(
  position: Position,
  exits: Exits,
  exit: keyof Exits & string,
): Step => ({ kind: 'leave', position, exit, to: exits[exit] ?? null });

/** For a node that waits for nothing. */
export const failed = (_: FlowNode, position: Position): Step => fallBack(position, 'failed');
