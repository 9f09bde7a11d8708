import { useState } from 'react';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { NodeKind } from '../../../src/flows/content/node-contract.ts';
import { exitsOf, NODE_KINDS } from '../../../src/flows/content/rules.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { type ExitRef, nodeOf } from '../editing/draft.ts';
import { KIND_HINTS, NODE_STYLES, PALETTE } from '../node-styles.ts';
import { useActions } from './designer-actions.ts';
import styles from './step-picker.module.css';

type StepPickerProps = { content: FlowContent; after: ExitRef; onClose: () => void };

/** Chooses what follows an exit: a new step or an existing one. */
export function StepPicker({ content, after, onClose }: StepPickerProps) {
  const { act, add, say } = useActions();
  const [chosen, setChosen] = useState<string | null>(null);
  const from = nodeOf(content, after.nodeId);
  const exit = from && exitsOf(from).find(({ id }) => id === after.exit);
  const others = content.nodes.filter(({ id, kind }) => kind !== 'start' && id !== exit?.to);
  if (!from || !exit) return null;
  const choose = (kind: NodeKind) => {
    onClose();
    add(kind, { after });
  };
  const connect = (id: string | null) => {
    setChosen(id);
    if (id === null) return;
    onClose();
    act({ do: 'connect', from: after, to: id });
    say(`${exit.name} of ${from.name} now leads to ${nodeOf(content, id)?.name}.`);
  };
  return (
    <Dialog
      title="Add a step"
      intro={`After ${from.name}${exit.id === 'next' ? '' : `: ${exit.name}`}`}
      onClose={onClose}
      size="large"
    >
      <div className={styles.groups}>
        {PALETTE.map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h3 className={styles.heading}>{group.name}</h3>
            <ul className={styles.kinds}>
              {group.kinds.map((kind) => (
                <li key={kind}>
                  <KindButton kind={kind} onChoose={() => choose(kind)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {others.length > 0 && (
          <SelectField
            label="Or go to an existing step"
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen}
            onChange={connect}
            searchable
            placeholder="Choose a step"
          />
        )}
      </div>
    </Dialog>
  );
}

function KindButton({ kind, onChoose }: { kind: NodeKind; onChoose: () => void }) {
  const { tone, icon: Icon } = NODE_STYLES[kind];
  return (
    <button type="button" className={styles.kind} data-tone={tone} onClick={onChoose}>
      <span className={styles.icon}>
        <Icon size={18} stroke={1.9} aria-hidden />
      </span>
      <span>
        <strong>{NODE_KINDS[kind].label}</strong>
        <small>{KIND_HINTS[kind]}</small>
      </span>
    </button>
  );
}
