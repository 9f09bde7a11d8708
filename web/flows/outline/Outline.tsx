import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import { useActions } from '../designer/designer-actions.ts';
import { editingKey } from '../designer/editing-keys.ts';
import type { Names } from '../words.ts';
import { OutlineLine } from './OutlineLine.tsx';
import { type OutlineRow, outlineOf } from './rows.ts';
import styles from './outline.module.css';

type OutlineProps = {
  content: FlowContent;
  names: Names;
  problems: ReadonlyMap<string, readonly string[]>;
  /** how many calls took an exit, by `node/exit`; null: statistics are off */
  calls: ReadonlyMap<string, number> | null;
  lit: ReadonlySet<string>;
  selected: readonly string[];
  readOnly: boolean;
};

/**
 * The flow as a tree of lines that can be edited entirely by keyboard. Arrows move between lines. Enter opens the settings of a step, goes to the
 * step that a line refers to, or adds a step at an open exit.
 */
export function Outline({ content, names, problems, calls, lit, selected, readOnly }: OutlineProps) {
  const actions = useActions();
  const rows = useMemo(() => outlineOf(content), [content]);
  const tree = useRef<HTMLDivElement>(null);
  const chosen = selected.at(-1);
  const [wanted, setWanted] = useState<{ key: string; over: string | undefined } | null>(null);
  // one line is in the tab order: the last focused one, or else the selected one, or else the first
  const last = wanted?.over === chosen ? wanted?.key : undefined;
  const here = rows.find(({ key }) => key === last) ?? rows.find(({ key }) => key === chosen) ?? rows[0];

  const focus = (row: OutlineRow | undefined) => {
    if (!row) return;
    setWanted({ key: row.key, over: chosen });
    if (row.kind === 'node') actions.select([row.node.id]);
    tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"]`)?.focus();
  };
  const enter = (row: OutlineRow) => {
    if (row.kind === 'again') return focus(rows.find(({ key }) => key === row.node.id));
    if (row.kind === 'open') return readOnly ? undefined : actions.askStep({ nodeId: row.from.id, exit: row.exit.id });
    actions.select([row.node.id]);
    document.querySelector<HTMLElement>('[data-node-panel] input, [data-node-panel] button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = here ? rows.indexOf(here) : -1;
    const goal = here && goalOf(event.key, rows, at);
    if (goal) focus(goal);
    else if (here && (event.key === 'Enter' || event.key === ' ')) enter(here);
    else return editingKey(event, actions, readOnly);
    event.preventDefault();
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Steps of the flow"
      className={styles.tree}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {rows.map((row) => (
        <OutlineLine
          key={row.key}
          row={row}
          names={names}
          problems={row.kind === 'node' ? problems.get(row.node.id) : undefined}
          calls={calls && row.exitKey !== null ? (calls.get(row.exitKey) ?? 0) : null}
          lit={lit.has(row.key)}
          selected={row.kind === 'node' && selected.includes(row.node.id)}
          inTabOrder={row === here}
          onChoose={() => (row.kind === 'node' ? focus(row) : enter(row))}
        />
      ))}
    </div>
  );
}

/** The line that a key moves to: next, previous, first, last, parent or first child. */
function goalOf(key: string, rows: readonly OutlineRow[], at: number): OutlineRow | undefined {
  const level = rows[at]?.level ?? 0;
  switch (key) {
    case 'ArrowDown':
      return rows[at + 1];
    case 'ArrowUp':
      return rows[at - 1];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    case 'ArrowLeft':
      return rows.slice(0, at).findLast((row) => row.kind === 'node' && row.level < level);
    case 'ArrowRight':
      return (rows[at + 1]?.level ?? 0) > level ? rows[at + 1] : undefined;
    default:
      return undefined;
  }
}
