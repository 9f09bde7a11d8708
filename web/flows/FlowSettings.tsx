import { useState } from 'react';
import { Fallback, FlowContent } from '../../src/flows/content/graph-contract.ts';
import { ChoiceField } from '../ui/fields.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useActions } from './designer/designer-actions.ts';
import { OutsideNumberField } from './panel/OutsideNumberField.tsx';
import { PromptsField } from './panel/PromptsField.tsx';
import { ReferenceField } from './panel/ReferenceField.tsx';
import { TypedField } from './panel/TypedField.tsx';
import styles from './panel/panel.module.css';

const KINDS = [
  { value: 'message', label: 'Message' },
  { value: 'extension', label: 'Extension' },
  { value: 'mailbox', label: 'Mailbox' },
  { value: 'external', label: 'Outside number' },
] as const;
type Kind = Fallback['kind'];

type FlowSettingsProps = { content: FlowContent; problems: readonly string[]; readOnly: boolean };

/** The name and the fallback of a flow. */
export function FlowSettings({ content, problems, readOnly }: FlowSettingsProps) {
  const { act } = useActions();
  const { fallback } = content;
  // the flow changes only once a target of this kind is chosen
  const [choosing, setChoosing] = useState<Kind | null>(null);
  const kind = choosing ?? fallback.kind;
  const set = (patch: { name?: string; fallback?: unknown }, field: string): string | undefined => {
    const read = FlowContent.pick({ name: true, fallback: true }).safeParse({ name: content.name, fallback, ...patch });
    if (!read.success) return read.error.issues[0]?.message ?? 'This value can’t be used here.';
    if (patch.fallback !== undefined) setChoosing(null);
    act({ do: 'type', field: `settings/${field}`, command: { do: 'settings', settings: read.data } });
    return undefined;
  };
  const choose = (chosen: string) => {
    const next = KINDS.find(({ value }) => value === chosen)?.value ?? null;
    setChoosing(next === fallback.kind ? null : next);
    if (next === 'message' && fallback.kind !== 'message') set({ fallback: { kind: 'message', prompts: [] } }, 'kind');
  };
  return (
    <section className={styles.panel} aria-label="Settings of the flow">
      <h2>The flow</h2>
      {problems.length > 0 && (
        <Notice tone="warning">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Notice>
      )}
      <div className={styles.fields}>
        <TypedField
          label="Name of the flow"
          value={content.name}
          maxLength={100}
          readOnly={readOnly}
          take={(name) => set({ name }, 'name')}
        />
        <ChoiceField
          name="fallback"
          label="If a call can’t continue"
          description="For example, when something that the flow uses was deleted. A message ends the call; without a sound, it’s a packaged sentence."
          options={KINDS}
          value={kind}
          readOnly={readOnly}
          onChange={choose}
        />
        {kind === 'message' && (
          <PromptsField
            prompts={fallback.kind === 'message' ? fallback.prompts : []}
            readOnly={readOnly}
            take={(prompts, field) => set({ fallback: { kind: 'message', prompts } }, field ?? 'prompts')}
          />
        )}
        {(kind === 'extension' || kind === 'mailbox') && (
          <ReferenceField
            key={kind}
            kind={kind}
            label={kind === 'extension' ? 'Extension' : 'Mailbox'}
            value={fallback.kind === kind ? fallback.id : null}
            readOnly={readOnly}
            onChange={(id) => set({ fallback: { kind, id } }, 'target')}
          />
        )}
        {kind === 'external' && (
          <OutsideNumberField
            number={fallback.kind === 'external' ? fallback.number : null}
            readOnly={readOnly}
            take={(number) => set({ fallback: { kind: 'external', number } }, 'number')}
          />
        )}
      </div>
    </section>
  );
}
