import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './selection-bar.module.css';

/** At the foot of the page while rows are ticked: how many, and what can be done with them. */
export function SelectionBar({ text, onClear, children }: { text: string; onClear: () => void; children: ReactNode }) {
  return (
    <section className={styles.bar} aria-label="Selection">
      <p aria-live="polite">{text}</p>
      <div className={styles.acts}>{children}</div>
      <Button small kind="quiet" onClick={onClear}>
        Clear
      </Button>
    </section>
  );
}
