import { useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import { MAX_NODES } from '../../../src/flows/content/graph-contract.ts';
import { exitsOf, NODE_KINDS } from '../../../src/flows/content/rules.ts';
import { copied, pasted, readCopied } from '../editing/copying.ts';
import { type Draft, type ExitRef, nodeOf } from '../editing/draft.ts';
import { edited, editingOf } from '../editing/history.ts';
import { newId, newNode } from '../editing/new-node.ts';
import type { DesignerActions } from './designer-actions.ts';

/** The state and the actions of a designer. */
export function useDesigner(draft: Draft) {
  const [editing, act] = useReducer(edited, draft, editingOf);
  const [selected, select] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<ExitRef | null>(null);
  const [sought, setSought] = useState<{ id: string; count: number } | null>(null);
  const [said, say] = useState('');
  // the actions never change, so they read the latest state from here
  const latest = useRef({ draft: editing.draft, selected });
  useLayoutEffect(() => {
    latest.current = { draft: editing.draft, selected };
  });

  const actions = useMemo((): DesignerActions => {
    const chosen = () => {
      const { draft: now, selected: ids } = latest.current;
      return now.content.nodes.filter(({ id }) => ids.includes(id));
    };
    const full = (more: number) => latest.current.draft.content.nodes.length + more > MAX_NODES;
    const saysFull = () => say(`A flow has at most ${MAX_NODES} steps.`);
    return {
      act,
      select,
      say,
      askStep: setAsked,
      jump: (id) => {
        select([id]);
        setSought((before) => ({ id, count: (before?.count ?? 0) + 1 }));
      },
      add: (kind, { after, at }) => {
        if (full(1)) return saysFull();
        const node = newNode(kind, newId());
        act({ do: 'insert', node, after });
        if (at) act({ do: 'move', to: { [node.id]: at } });
        else setSought((before) => ({ id: node.id, count: (before?.count ?? 0) + 1 }));
        select([node.id]);
        say(`${NODE_KINDS[kind].label} added.`);
      },
      copy: () => {
        const text = copied(chosen());
        if (text === null) return say('Select a step first.');
        void navigator.clipboard.writeText(text).then(() => say('Copied.'));
      },
      paste: () =>
        void navigator.clipboard.readText().then((text) => {
          const nodes = readCopied(text);
          if (!nodes) return say('There are no steps on the clipboard.');
          if (full(nodes.length)) return saysFull();
          const fresh = pasted(nodes, newId);
          act({ do: 'paste', nodes: fresh, after: openExitOf(latest.current.draft, latest.current.selected.at(-1)) });
          select(fresh.map(({ id }) => id));
          say(fresh.length === 1 ? 'One step pasted.' : `${fresh.length} steps pasted.`);
        }),
      remove: () => {
        const ids = chosen().flatMap(({ id, kind }) => (kind === 'start' ? [] : id));
        if (ids.length === 0) return say('The start can’t be deleted.');
        act({ do: 'delete', ids });
        select([]);
        say(
          ids.length === 1
            ? 'Step deleted. Undo brings it back.'
            : `${ids.length} steps deleted. Undo brings them back.`,
        );
      },
    };
  }, []);
  return { editing, actions, selected, asked, closeAsked: () => setAsked(null), sought, said };
}

/** The first open exit of the selected node, where a new step is added by default. */
export function openExitOf({ content }: Draft, id: string | undefined): ExitRef | null {
  const node = id === undefined ? undefined : nodeOf(content, id);
  const open = node && exitsOf(node).find(({ to }) => to === null);
  return node && open ? { nodeId: node.id, exit: open.id } : null;
}
