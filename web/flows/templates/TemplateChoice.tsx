import type { FlowTemplate } from '../../../src/flows/templates/contract.ts';
import styles from './templates.module.css';

type TemplateChoiceProps = {
  templates: readonly FlowTemplate[];
  failed: boolean;
  /** Null: an empty flow. */
  value: FlowTemplate | null;
  onChange: (template: FlowTemplate | null) => void;
};

/** What a new flow begins with. */
export function TemplateChoice({ templates, failed, value, onChange }: TemplateChoiceProps) {
  const choices = [
    { id: '', name: 'Empty flow', description: 'Draw it yourself, step by step.', mine: false, template: null },
    ...templates.map((template) => ({ ...template, mine: template.source === 'own', template })),
  ];
  return (
    <fieldset className={styles.choice}>
      <legend>Begin with</legend>
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
      {failed && <p className={styles.failed}>Couldn’t load the templates. You can still begin with an empty flow.</p>}
    </fieldset>
  );
}
