import type { Ref } from 'react';
import styles from './checkbox.module.css';

type TickProps = {
  /** The accessible name. Checkboxes in forms have a label instead. */
  name?: string;
  id?: string;
  value: boolean;
  /** Some of the items are ticked, not all. */
  some?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  onChange: (on: boolean) => void;
  inputRef?: Ref<HTMLInputElement> | undefined;
};

export function Checkbox({ name, id, value, some = false, invalid, describedBy, onChange, inputRef }: TickProps) {
  return (
    <input
      ref={(input) => {
        if (input) input.indeterminate = some;
        if (typeof inputRef === 'function') inputRef(input);
      }}
      id={id}
      type="checkbox"
      className={styles.tick}
      aria-label={name}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
