import { IconPlus, IconX } from '@tabler/icons-react';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { exitsOf, mayStayOpen } from '../../../src/flows/content/rules.ts';
import { IconButton } from '../../ui/Button.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { useActions } from '../designer/designer-actions.ts';
import styles from './panel.module.css';

/** Where each exit of a node leads. Can be changed here or on the canvas. */
export function ExitList({ content, node, readOnly }: { content: FlowContent; node: FlowNode; readOnly: boolean }) {
  const { act, askStep, say } = useActions();
  const exits = exitsOf(node);
  if (exits.length === 0) return null;
  const steps = content.nodes
    .filter(({ kind }) => kind !== 'start')
    .map(({ id, name }) => ({ value: id, label: name }));
  const connect = (exit: string, to: string | null) => {
    act({ do: 'connect', from: { nodeId: node.id, exit }, to });
    const name = steps.find(({ value }) => value === to)?.label;
    say(name === undefined ? 'Disconnected.' : `Leads to ${name}.`);
  };
  return (
    <section className={styles.group} aria-label="Exits">
      <h3>What comes next</h3>
      <ul className={styles.exits}>
        {exits.map(({ id, name, to }) => (
          <li key={id} className={styles.item}>
            <div className={styles.grow}>
              <SelectField
                label={name}
                options={steps}
                value={to}
                placeholder={mayStayOpen(node, id) ? 'The call ends' : 'Leads nowhere yet'}
                searchable
                readOnly={readOnly}
                onChange={(chosen) => chosen !== null && connect(id, chosen)}
              />
            </div>
            {!readOnly && (
              <span className={styles.itemActs}>
                {to !== null && (
                  <IconButton
                    small
                    label={`Disconnect ${name}`}
                    icon={<IconX size={15} />}
                    onClick={() => connect(id, null)}
                  />
                )}
                <IconButton
                  small
                  label={`Add a step after ${name}`}
                  icon={<IconPlus size={15} />}
                  onClick={() => askStep({ nodeId: node.id, exit: id })}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
