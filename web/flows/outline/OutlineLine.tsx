import { IconAlertTriangle, IconCornerDownRight, IconPlus } from '@tabler/icons-react';
import { NODE_KINDS } from '../../../src/flows/content/rules.ts';
import { plural } from '../../ui/plural.ts';
import { NODE_STYLES } from '../node-styles.ts';
import { type Names, wordsOf } from '../words.ts';
import type { OutlineRow } from './rows.ts';
import styles from './outline.module.css';

const CALLS = { one: '# call', other: '# calls' };

type LineProps = {
  row: OutlineRow;
  names: Names;
  problems: readonly string[] | undefined;
  /** how many calls took this exit; null: statistics are off */
  calls: number | null;
  lit: boolean;
  selected: boolean;
  inTabOrder: boolean;
  onChoose: () => void;
};

/** A line of the outline: the exit that leads to it, and the step or its placeholder. */
export function OutlineLine({ row, names, problems, calls, lit, selected, inTabOrder, onChoose }: LineProps) {
  return (
    // the tree handles the keys
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      aria-level={row.level}
      aria-selected={selected}
      tabIndex={inTabOrder ? 0 : -1}
      data-row={row.key}
      data-kind={row.kind}
      data-lit={lit || undefined}
      className={styles.line}
      style={{ paddingInlineStart: `${(row.level - 1) * 18 + 8}px` }}
      onClick={onChoose}
    >
      {row.via !== null && <span className={styles.via}>{row.via}</span>}
      <Content row={row} names={names} />
      {calls !== null && (
        <span className={styles.calls} data-none={calls === 0 || undefined}>
          {plural(calls, CALLS)}
        </span>
      )}
      {problems && problems.length > 0 && (
        <span className={styles.problem} title={problems.join('\n')}>
          <IconAlertTriangle size={14} aria-hidden />
          <span className="visually-hidden">Problem: {problems.join(' ')}</span>
        </span>
      )}
    </div>
  );
}

function Content({ row, names }: { row: OutlineRow; names: Names }) {
  if (row.kind === 'open')
    return (
      <span className={styles.open} data-optional={row.optional || undefined}>
        <IconPlus size={14} stroke={2.2} aria-hidden />
        {row.optional ? 'The call ends; add a step' : 'Add a step'}
      </span>
    );
  if (row.kind === 'again')
    return (
      <span className={styles.again}>
        <IconCornerDownRight size={14} aria-hidden />
        goes to {row.node.name}
      </span>
    );
  const { icon: Icon, tone } = NODE_STYLES[row.node.kind];
  const words = wordsOf(row.node, names);
  return (
    <span className={styles.step} data-tone={tone}>
      <span className={styles.icon}>
        <Icon size={15} stroke={2} aria-hidden />
      </span>
      <span className={styles.texts}>
        <span className={styles.name}>{row.node.name}</span>
        <span className={styles.words} data-missing={words === null || undefined}>
          {words ?? `Choose ${NODE_KINDS[row.node.kind].needs[0] ?? 'what it does'}`}
        </span>
        {!row.connected && row.level === 1 && <span className="visually-hidden">Nothing leads here.</span>}
      </span>
    </span>
  );
}
