import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { type Exit, exitsOf, mayStayOpen, NODE_KINDS } from '../../../src/flows/content/rules.ts';
import { useActions } from '../designer/designer-actions.ts';
import { NODE_STYLES } from '../node-styles.ts';
import type { Card } from './elements.ts';
import styles from './card.module.css';

/** A node on the canvas: its kind, its settings, and a pill for each exit. */
export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<Card>) {
  const { node, words, problems, lit } = data;
  const { tone, icon: Icon } = NODE_STYLES[node.kind];
  const exits = exitsOf(node);
  const [only, ...others] = exits;
  const single = others.length === 0 ? only : undefined;
  return (
    <div
      className={styles.card}
      data-tone={tone}
      data-selected={selected || undefined}
      data-lit={lit || undefined}
      data-problem={problems.length > 0 || undefined}
    >
      {node.kind !== 'start' && <Handle type="target" position={Position.Left} id="in" className={styles.in} />}
      <div className={styles.head}>
        <span className={styles.icon}>
          <Icon size={20} stroke={1.9} aria-hidden />
        </span>
        <div className={styles.text}>
          <p className={styles.name}>{node.name}</p>
          <p className={styles.words} data-missing={words === null || undefined}>
            {words ?? `Choose ${NODE_KINDS[node.kind].needs[0] ?? 'what it does'}`}
          </p>
        </div>
        {problems.length > 0 && (
          <span className={styles.problem} title={problems.join('\n')}>
            <IconAlertTriangle size={15} aria-hidden />
            <span className="visually-hidden">{problems.join(' ')}</span>
          </span>
        )}
        {single && <Way nodeId={node.id} nodeName={node.name} exit={single} optional={mayStayOpen(node, single.id)} />}
      </div>
      {!single && exits.length > 0 && (
        <ul className={styles.exits}>
          {exits.map((exit) => (
            <li key={exit.id} className={styles.exit}>
              <ExitPill exit={exit} isKey={node.kind === 'menu' && node.options.some(({ id }) => id === exit.id)} />
              <Way nodeId={node.id} nodeName={node.name} exit={exit} optional={mayStayOpen(node, exit.id)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
});

/** The name of an exit. A menu's key looks like a key. */
function ExitPill({ exit, isKey }: { exit: Exit; isKey: boolean }) {
  if (!isKey) return <span className={styles.pill}>{exit.name}</span>;
  const [digits = '', ...rest] = exit.name.split(': ');
  return (
    <span className={styles.pill}>
      <kbd className={styles.key}>{digits}</kbd>
      {rest.join(': ')}
    </span>
  );
}

type WayProps = { nodeId: string; nodeName: string; exit: Exit; optional: boolean };

/** The start of a line. At an open exit, a button adds the next step. */
function Way({ nodeId, nodeName, exit, optional }: WayProps) {
  const { askStep } = useActions();
  return (
    <>
      <Handle type="source" position={Position.Right} id={exit.id} className={styles.out} />
      {exit.to === null && (
        <button
          type="button"
          className={`nodrag nopan ${styles.add}`}
          data-optional={optional || undefined}
          tabIndex={-1}
          aria-label={`Add a step after ${nodeName}: ${exit.name}`}
          title="Add a step"
          onClick={(event) => {
            event.stopPropagation();
            askStep({ nodeId, exit: exit.id });
          }}
        >
          <IconPlus size={14} stroke={2.4} aria-hidden />
        </button>
      )}
    </>
  );
}
