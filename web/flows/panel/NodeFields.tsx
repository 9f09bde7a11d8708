import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { COMPARISONS, READINGS } from '../../../src/flows/content/parts-contract.ts';
import { SwitchField } from '../../ui/fields.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { COMPARISON_LABELS, READING_LABELS } from '../words.ts';
import { CallerFields } from './CallerFields.tsx';
import { DirectDial } from './DirectDial.tsx';
import type { EditNode } from './edit-node.ts';
import { ListeningFields } from './ListeningFields.tsx';
import { MenuOptions } from './MenuOptions.tsx';
import { PromptsField } from './PromptsField.tsx';
import { ReferenceField } from './ReferenceField.tsx';
import { RingFields } from './RingFields.tsx';
import { TypedField, TypedNumber } from './TypedField.tsx';
import { WebhookFields } from './WebhookFields.tsx';
import styles from './panel.module.css';

type Props = { node: FlowNode; readOnly: boolean; set: EditNode<FlowNode>['set'] };

/** The settings of a node, by its kind. */
export function NodeFields({ node, readOnly, set }: Props) {
  switch (node.kind) {
    case 'play':
      return (
        <PromptsField prompts={node.prompts} readOnly={readOnly} take={(prompts, field) => set({ prompts }, field)} />
      );
    case 'menu':
      return (
        <>
          <PromptsField prompts={node.prompts} readOnly={readOnly} take={(prompts, field) => set({ prompts }, field)} />
          <MenuOptions options={node.options} readOnly={readOnly} take={(options, field) => set({ options }, field)} />
          <DirectDial value={node.directDial} readOnly={readOnly} take={(directDial) => set({ directDial })} />
          <ListeningFields node={node} set={set} readOnly={readOnly} />
        </>
      );
    case 'gather':
      return <GatherFields node={node} set={set} readOnly={readOnly} />;
    case 'set':
      return (
        <>
          <VariableField value={node.variable} set={set} readOnly={readOnly} />
          <ValueField label="Value" value={node.value} set={set} readOnly={readOnly} />
        </>
      );
    case 'compare':
      return <CompareFields node={node} set={set} readOnly={readOnly} />;
    case 'say':
      return (
        <>
          <VariableField value={node.variable} set={set} readOnly={readOnly} />
          <SelectField
            label="How it is read"
            options={READINGS.map((value) => ({ value, label: READING_LABELS[value] }))}
            value={node.as}
            readOnly={readOnly}
            onChange={(as) => set({ as: READINGS.find((each) => each === as) ?? node.as })}
          />
        </>
      );
    case 'hours':
      return (
        <ReferenceField
          kind="schedule"
          label="Schedule"
          value={node.scheduleId}
          readOnly={readOnly}
          onChange={(scheduleId) => set({ scheduleId })}
        />
      );
    case 'caller':
      return (
        <CallerFields
          condition={node.condition}
          readOnly={readOnly}
          take={(condition, field) => set({ condition }, field)}
        />
      );
    case 'ring':
      return <RingFields node={node} set={set} readOnly={readOnly} />;
    case 'voicemail':
      return (
        <ReferenceField
          kind="mailbox"
          label="Mailbox"
          value={node.mailboxId}
          readOnly={readOnly}
          onChange={(mailboxId) => set({ mailboxId })}
        />
      );
    case 'callerName':
      return (
        <TypedField
          label="Word before the name"
          value={node.prefix}
          readOnly={readOnly}
          take={(prefix) => set({ prefix }, 'prefix')}
        />
      );
    case 'webhook':
      return <WebhookFields node={node} set={set} readOnly={readOnly} />;
    case 'goTo':
      return (
        <ReferenceField
          kind="flow"
          label="Call flow"
          value={node.flowId}
          readOnly={readOnly}
          onChange={(flowId) => set({ flowId })}
        />
      );
    case 'startRecording':
      return (
        <p className={styles.help}>
          From here on, the caller’s conversations are recorded, once both sides have been told. What the caller hears,
          says or presses in the flow itself is never recorded, and neither is a message for a mailbox.
        </p>
      );
    case 'stopRecording':
      return (
        <p className={styles.help}>
          Conversations from here on are not recorded, even where an extension or a number is set to record its calls.
        </p>
      );
    case 'start':
    case 'hangUp':
      return null;
  }
}

type Of<K extends FlowNode['kind']> = Omit<Props, 'node'> & { node: Extract<FlowNode, { kind: K }> };

function GatherFields({ node, set, readOnly }: Of<'gather'>) {
  return (
    <>
      <PromptsField prompts={node.prompts} readOnly={readOnly} take={(prompts, field) => set({ prompts }, field)} />
      <VariableField value={node.variable} set={set} readOnly={readOnly} />
      <TypedNumber
        label="Minimum digits"
        value={node.minDigits}
        readOnly={readOnly}
        take={(minDigits) => set({ minDigits }, 'minDigits')}
      />
      <TypedNumber
        label="Maximum digits"
        value={node.maxDigits}
        readOnly={readOnly}
        take={(maxDigits) => set({ maxDigits }, 'maxDigits')}
      />
      <SelectField
        label="Key that ends the input"
        options={END_KEYS}
        value={node.endKey ?? 'none'}
        readOnly={readOnly}
        onChange={(key) => set({ endKey: key === '#' || key === '*' ? key : null })}
      />
      <SwitchField
        label="Secret"
        description="Left out of logs, history, statistics and webhooks, and never recorded."
        value={node.secret}
        readOnly={readOnly}
        onChange={(secret) => set({ secret })}
      />
      <ListeningFields node={node} set={set} readOnly={readOnly} />
    </>
  );
}

const END_KEYS = [
  { value: '#', label: '#' },
  { value: '*', label: '*' },
  { value: 'none', label: 'None' },
];

function CompareFields({ node, set, readOnly }: Of<'compare'>) {
  return (
    <>
      <VariableField value={node.variable} set={set} readOnly={readOnly} />
      <SelectField
        label="Comparison"
        options={COMPARISONS.map((value) => ({ value, label: COMPARISON_LABELS[value] }))}
        value={node.comparison}
        readOnly={readOnly}
        onChange={(chosen) => set({ comparison: COMPARISONS.find((each) => each === chosen) ?? node.comparison })}
      />
      {node.comparison !== 'isEmpty' && <ValueField label="Value" value={node.value} set={set} readOnly={readOnly} />}
      <SwitchField
        label="The value is a secret"
        description="Such as a PIN. It’s left out of copies, templates and exports."
        value={node.secret}
        readOnly={readOnly}
        onChange={(secret) => set({ secret })}
      />
    </>
  );
}

const VariableField = ({ value, set, readOnly }: { value: string } & Omit<Props, 'node'>) => (
  <TypedField
    label="Variable"
    value={value}
    description="Letters and digits, such as orderNumber."
    readOnly={readOnly}
    take={(variable) => set({ variable }, 'variable')}
  />
);

const ValueField = ({ label, value, set, readOnly }: { label: string; value: string } & Omit<Props, 'node'>) => (
  <TypedField
    label={label}
    value={value}
    description="{caller} stands for the value of the variable caller."
    readOnly={readOnly}
    take={(text) => set({ value: text }, 'value')}
  />
);
