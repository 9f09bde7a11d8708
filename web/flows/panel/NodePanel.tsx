import { IconCopy, IconTrash } from '@tabler/icons-react';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { NODE_KINDS } from '../../../src/flows/content/rules.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useActions } from '../designer/designer-actions.ts';
import { KIND_HINTS, NODE_STYLES } from '../node-styles.ts';
import { useEditNode } from './edit-node.ts';
import { ExitList } from './ExitList.tsx';
import { NodeFields } from './NodeFields.tsx';
import { TypedField } from './TypedField.tsx';
import styles from './panel.module.css';

type NodePanelProps = { content: FlowContent; node: FlowNode; problems: readonly string[]; readOnly: boolean };

/** The panel of a node: name, settings, exits and problems. */
export function NodePanel({ content, node, problems, readOnly }: NodePanelProps) {
  const { copy, remove } = useActions();
  const { set, rename } = useEditNode(node);
  const { tone, icon: Icon } = NODE_STYLES[node.kind];
  return (
    <section className={styles.panel} aria-label={`Settings of ${node.name}`} data-node-panel>
      <header className={styles.header} data-tone={tone}>
        <span className={styles.icon}>
          <Icon size={18} stroke={1.9} aria-hidden />
        </span>
        <div>
          <h2>{NODE_KINDS[node.kind].label}</h2>
          <p>{KIND_HINTS[node.kind]}</p>
        </div>
      </header>
      {problems.length > 0 && (
        <Notice tone="warning">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Notice>
      )}
      <div className={styles.fields}>
        <TypedField label="Name" value={node.name} maxLength={60} readOnly={readOnly} take={rename} />
        <NodeFields node={node} readOnly={readOnly} set={set} />
      </div>
      <ExitList content={content} node={node} readOnly={readOnly} />
      {node.kind !== 'start' && (
        <footer className={styles.footer}>
          <Button small icon={<IconCopy size={15} aria-hidden />} onClick={copy}>
            Copy
          </Button>
          {!readOnly && (
            <Button small icon={<IconTrash size={15} aria-hidden />} onClick={remove}>
              Delete step
            </Button>
          )}
        </footer>
      )}
    </section>
  );
}
