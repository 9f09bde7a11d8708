import { useState } from 'react';
import type { NodeOf } from '../../../src/flows/content/node-contract.ts';
import { ChoiceField, SwitchField } from '../../ui/fields.tsx';
import { OutsideNumberField } from './OutsideNumberField.tsx';
import { ReferenceField } from './ReferenceField.tsx';
import { TypedNumber } from './TypedField.tsx';

const WHOM = [
  { value: 'group', label: 'Group' },
  { value: 'extension', label: 'Extension' },
  { value: 'external', label: 'Outside number' },
];

type RingFieldsProps = {
  node: NodeOf<'ring'>;
  set: (patch: Partial<NodeOf<'ring'>>, field?: string | null) => string | undefined;
  readOnly: boolean;
};

/** Whom a node rings, and for how long. */
export function RingFields({ node, set, readOnly }: RingFieldsProps) {
  const { target, ringSeconds } = node;
  // the flow changes only once an outside number is typed
  const [typing, setTyping] = useState(false);
  const whom = typing ? 'external' : target.kind;
  const choose = (kind: string) => {
    setTyping(kind === 'external');
    if (kind === 'group' || kind === 'extension') set({ target: { kind, id: null } });
  };
  return (
    <>
      <ChoiceField
        name={`ring-${node.id}`}
        label="Rings"
        options={WHOM}
        value={whom}
        readOnly={readOnly}
        onChange={choose}
      />
      {typing || target.kind === 'external' ? (
        <OutsideNumberField
          number={target.kind === 'external' ? target.number : null}
          readOnly={readOnly}
          take={(number) => set({ target: { kind: 'external', number } }, 'number')}
        />
      ) : (
        <ReferenceField
          kind={target.kind}
          label={target.kind === 'group' ? 'Group' : 'Extension'}
          value={target.id}
          readOnly={readOnly}
          onChange={(id) => set({ target: { kind: target.kind, id } })}
        />
      )}
      <SwitchField
        label="Its own ring time"
        description="Off: as long as the target’s own setting says."
        value={ringSeconds !== null}
        readOnly={readOnly}
        onChange={(own) => set({ ringSeconds: own ? 20 : null })}
      />
      {ringSeconds !== null && (
        <TypedNumber
          label="Ring time (seconds)"
          value={ringSeconds}
          readOnly={readOnly}
          take={(seconds) => set({ ringSeconds: seconds }, 'ringSeconds')}
        />
      )}
      {whom === 'external' && (
        <SwitchField
          label="Press 1 to take the call"
          description="So that a mobile phone’s voicemail doesn’t answer it."
          value={node.confirm}
          readOnly={readOnly}
          onChange={(confirm) => set({ confirm })}
        />
      )}
    </>
  );
}
