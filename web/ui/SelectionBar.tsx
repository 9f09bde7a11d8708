import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './selection-bar.module.css';

type SelectionBarProps = { text: string; onClear?: () => void; children: ReactNode };

/** Shown at the bottom of the page while rows are ticked, with their count and actions. */
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
