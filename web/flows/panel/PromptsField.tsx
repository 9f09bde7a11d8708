import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import type { Prompt } from '../../../src/flows/content/parts-contract.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ReferenceField } from './ReferenceField.tsx';
import { TypedField } from './TypedField.tsx';
import styles from './panel.module.css';

type PromptsFieldProps = {
  prompts: readonly Prompt[];
  take: (prompts: Prompt[], field: string | null) => string | undefined;
  readOnly: boolean;
};

/** The prompts of a node in order: spoken texts and sounds of the library. */
export function PromptsField({ prompts, take, readOnly }: PromptsFieldProps) {
  const put = (index: number, prompt: Prompt) => prompts.map((each, at) => (at === index ? prompt : each));
  return (
    <fieldset className={styles.group}>
      <legend>What the caller hears</legend>
      {prompts.map((prompt, index) => (
        // prompts have no id
        <div key={index} className={styles.item}>
          <div className={styles.grow}>
            {prompt.kind === 'text' ? (
              <TypedField
                label={`Text ${index + 1}`}
                value={prompt.text}
                lines={3}
                maxLength={1000}
                readOnly={readOnly}
                take={(text) => take(put(index, { kind: 'text', text }), `prompt${index}`)}
              />
            ) : (
              <ReferenceField
                kind="media"
                label={`Sound ${index + 1}`}
                value={prompt.mediaId}
                readOnly={readOnly}
                onChange={(mediaId) => take(put(index, { kind: 'media', mediaId }), null)}
              />
            )}
          </div>
          {!readOnly && (
            <span className={styles.itemActs}>
              {index > 0 && (
                <IconButton
                  small
                  label={`Play ${index + 1} earlier`}
                  icon={<IconArrowUp size={15} />}
                  onClick={() => take(swapped(prompts, index), null)}
                />
              )}
              <IconButton
                small
                label={`Remove ${index + 1}`}
                icon={<IconTrash size={15} />}
                onClick={() => take(prompts.toSpliced(index, 1), null)}
              />
            </span>
          )}
        </div>
      ))}
      {!readOnly && prompts.length < 5 && (
        <div className={styles.adds}>
          <Button
            small
            icon={<IconPlus size={14} aria-hidden />}
            onClick={() => take([...prompts, { kind: 'text', text: '' }], null)}
          >
            Text to speak
          </Button>
          <Button
            small
            icon={<IconPlus size={14} aria-hidden />}
            onClick={() => take([...prompts, { kind: 'media', mediaId: null }], null)}
          >
            Sound
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function swapped(prompts: readonly Prompt[], index: number): Prompt[] {
  const moved = prompts.slice(index, index + 1);
  return prompts.toSpliced(index, 1).toSpliced(index - 1, 0, ...moved);
}
