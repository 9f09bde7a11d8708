import { type FlowContent, MAX_NODES } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { exitsOf, withExit } from '../../../src/flows/content/rules.ts';
import type { Command } from './commands.ts';
import { type Draft, type ExitRef, nodeOf } from './draft.ts';

/** Applies a command to a draft. Returns the same object if nothing changes, for example if the node was deleted. */
export function applied(draft: Draft, command: Command): Draft {
  const { content } = draft;
  switch (command.do) {
    case 'insert':
      return withNodes(draft, inserted(content, [command.node], command.after));
    case 'paste':
      return withNodes(draft, inserted(content, command.nodes, command.after));
    case 'connect':
      return withNodes(draft, connected(content, command.from, command.to));
    case 'rename':
      return withNodes(
        draft,
        replaced(content, command.id, (node) => ({ ...node, name: command.name })),
      );
    case 'change':
      return withNodes(
        draft,
        replaced(content, command.node.id, (node) => sameKind(node, command.node)),
      );
    case 'delete':
      return deleted(draft, command.ids);
    case 'settings':
      return { ...draft, content: { ...content, ...command.settings } };
    case 'move': {
      const known = Object.entries(command.to).filter(([id]) => nodeOf(content, id));
      return known.length === 0 ? draft : { ...draft, moved: { ...draft.moved, ...Object.fromEntries(known) } };
    }
    case 'tidy':
      return Object.keys(draft.moved).length === 0 ? draft : { ...draft, moved: {} };
  }
}

const withNodes = (draft: Draft, nodes: FlowNode[]): Draft =>
  nodes === draft.content.nodes ? draft : { ...draft, content: { ...draft.content, nodes } };

function replaced({ nodes }: FlowContent, id: string, change: (node: FlowNode) => FlowNode): FlowNode[] {
  const before = nodes.find((node) => node.id === id);
  if (!before) return nodes;
  const after = change(before);
  return after === before ? nodes : nodes.map((node) => (node === before ? after : node));
}

const sameKind = (before: FlowNode, after: FlowNode): FlowNode => (before.kind === after.kind ? after : before);

function connected(content: FlowContent, from: ExitRef, to: string | null): FlowNode[] {
  const target = to === null ? null : nodeOf(content, to);
  if (target === undefined || target?.kind === 'start') return content.nodes;
  return replaced(content, from.nodeId, (node) =>
    exitsOf(node).some(({ id, to: before }) => id === from.exit && before !== to)
      ? withExit(node, from.exit, to)
      : node,
  );
}

/** The first of the new nodes follows the exit; what followed it comes after the first open exit among them. */
function inserted(content: FlowContent, added: readonly FlowNode[], after: ExitRef | null): FlowNode[] {
  const [first] = added;
  const taken = added.some(({ id }) => nodeOf(content, id));
  if (!first || taken || content.nodes.length + added.length > MAX_NODES) return content.nodes;
  const from = after && nodeOf(content, after.nodeId);
  const exit = from && exitsOf(from).find(({ id }) => id === after.exit);
  if (!from || !exit) return [...content.nodes, ...added];
  const nodes = content.nodes.map((node) => (node === from ? withExit(node, exit.id, first.id) : node));
  return [...nodes, ...(exit.to === null ? added : followedBy(added, exit.to))];
}

function followedBy(added: readonly FlowNode[], to: string): readonly FlowNode[] {
  const opens = added.flatMap((node) => exitsOf(node).flatMap((exit) => (exit.to === null ? [{ node, exit }] : [])));
  const [open] = opens;
  return open ? added.map((node) => (node === open.node ? withExit(node, open.exit.id, to) : node)) : added;
}

/**
 * Deletes only these nodes. Exits that led to a deleted node lead to its follower if it had exactly one, or else are open. The start is never
 * deleted.
 */
function deleted(draft: Draft, ids: readonly string[]): Draft {
  const gone = draft.content.nodes.filter((node) => ids.includes(node.id) && node.kind !== 'start');
  if (gone.length === 0) return draft;
  const following = new Map(gone.map((node) => [node.id, onlyFollower(node)]));
  const nodes = draft.content.nodes
    .filter((node) => !following.has(node.id))
    .map((node) =>
      exitsOf(node).reduce(
        (changed, { id, to }) =>
          to !== null && following.has(to) ? withExit(changed, id, survivor(to, following)) : changed,
        node,
      ),
    );
  const moved = Object.fromEntries(Object.entries(draft.moved).filter(([id]) => !following.has(id)));
  return { ...draft, content: { ...draft.content, nodes }, moved };
}

function onlyFollower(node: FlowNode): string | null {
  const targets = new Set(exitsOf(node).flatMap(({ to }) => to ?? []));
  const [target] = targets;
  return targets.size === 1 && target !== undefined && target !== node.id ? target : null;
}

/** The first remaining node after a deleted one. Null if there is none or the deleted nodes form a circle. */
function survivor(id: string, following: ReadonlyMap<string, string | null>): string | null {
  const seen = new Set<string>();
  let at: string | null = id;
  while (at !== null && following.has(at)) {
    if (seen.has(at)) return null;
    seen.add(at);
    at = following.get(at) ?? null;
  }
  return at;
}
