import type { NodeOf } from '../../../src/flows/content/node-contract.ts';
import { SwitchField } from '../../ui/fields.tsx';
import { TypedNumber } from './TypedField.tsx';
import styles from './panel.module.css';

type Listening = Pick<
  NodeOf<'menu'>,
  | 'interruptible'
  | 'listensWhilePlaying'
  | 'typedAhead'
  | 'firstDigitSeconds'
  | 'nextDigitSeconds'
  | 'noInputTries'
  | 'wrongInputTries'
>;

const NUMBERS = [
  { field: 'firstDigitSeconds', label: 'Wait for the first digit (seconds)' },
  { field: 'nextDigitSeconds', label: 'Wait between digits (seconds)' },
  { field: 'noInputTries', label: 'Attempts without input' },
  { field: 'wrongInputTries', label: 'Attempts with wrong input' },
] as const;

type ListeningProps = {
  node: Listening;
  set: (patch: Partial<Listening>, field?: string | null) => string | undefined;
  readOnly: boolean;
};

/** How a node listens to digits. Rarely changed, so the section is closed at first. */
export function ListeningFields({ node, set, readOnly }: ListeningProps) {
  return (
    <details className={styles.more}>
      <summary>How it listens</summary>
      <div className={styles.fields}>
        <SwitchField
          label="Interruptible"
          description="A digit stops what is being played."
          value={node.interruptible}
          readOnly={readOnly}
          onChange={(interruptible) => set({ interruptible })}
        />
        <SwitchField
          label="Listens while playing"
          description="Digits pressed meanwhile count."
          value={node.listensWhilePlaying}
          readOnly={readOnly}
          onChange={(listensWhilePlaying) => set({ listensWhilePlaying })}
        />
        <SwitchField
          label="Take digits typed ahead"
          description="Digits pressed before this step count."
          value={node.typedAhead === 'keep'}
          readOnly={readOnly}
          onChange={(keep) => set({ typedAhead: keep ? 'keep' : 'clear' })}
        />
        {NUMBERS.map(({ field, label }) => (
          <TypedNumber
            key={field}
            label={label}
            value={node[field]}
            readOnly={readOnly}
            take={(value) => set({ [field]: value }, field)}
          />
        ))}
      </div>
    </details>
  );
}
