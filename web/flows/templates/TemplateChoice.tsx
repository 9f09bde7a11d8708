import { useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { type StartingPoint, readFlowFile } from './flow-file.ts';
import styles from './templates.module.css';

type TemplateChoiceProps = {
  templates: readonly StartingPoint[];
  failed: boolean;
  /** Null: an empty flow. */
  value: StartingPoint | null;
  onChange: (template: StartingPoint | null) => void;
};

export function TemplateChoice({ templates, failed, value, onChange }: TemplateChoiceProps) {
  const [file, setFile] = useState<StartingPoint | null>(null);
  const all = file ? [...templates, file] : templates;
  const choices = [
    { id: '', name: 'Empty flow', description: 'Draw it yourself, step by step.', mine: false, template: null },
    ...all.map((template) => ({ ...template, mine: template.source === 'own', template })),
  ];
  return (
    <fieldset className={styles.choice}>
      <legend>Start from</legend>
      <div className={styles.cards}>
        {choices.map(({ id, name, description, mine, template }) => (
          <label key={id} className={styles.card}>
            <input
              type="radio"
              name="template"
              aria-label={name}
              aria-describedby={`template-${id}`}
              checked={(value?.id ?? '') === id}
              onChange={() => onChange(template)}
            />
            <span>
              <strong>{name}</strong>
              {mine && <em>Yours</em>}
              <small id={`template-${id}`}>{description}</small>
            </span>
          </label>
        ))}
      </div>
      <FileChoice
        onRead={(read) => {
          setFile(read);
          onChange(read);
        }}
      />
      {failed && <p className={styles.failed}>Couldn’t load the templates. You can still start with an empty flow.</p>}
    </fieldset>
  );
}

/** Chooses a downloaded flow, from here or another installation. */
function FileChoice({ onRead }: { onRead: (flow: StartingPoint) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    const found = await readFlowFile(chosen);
    setFault(typeof found === 'string' ? found : null);
    if (typeof found !== 'string') onRead(found);
  };
  return (
    <div className={styles.file}>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        aria-hidden
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.files?.[0];
          void read(chosen);
          // so that the same file can be chosen again
          currentTarget.value = '';
        }}
      />
      <Button small onClick={() => chooser.current?.click()}>
        Open a file
      </Button>
      {fault && (
        <Notice tone="error" alert>
          {fault}
        </Notice>
      )}
    </div>
  );
}
