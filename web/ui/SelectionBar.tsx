import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './selection-bar.module.css';

type SelectionBarProps = { text: string; onClear?: () => void; children: ReactNode };

/** At the foot of the page while rows are ticked: how many, and what can be done with them. */
export function SelectionBar({ text, onClear, children }: SelectionBarProps) {
  return (
    <section className={styles.bar} aria-label="Selection">
      <p aria-live="polite">{text}</p>
      <div className={styles.acts}>{children}</div>
      {onClear && (
        <Button small kind="quiet" onClick={onClear}>
          Clear
        </Button>
      )}
    </section>
  );
}
