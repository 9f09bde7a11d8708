import type { ReactNode } from 'react';
import styles from './badge.module.css';

export type Tone = 'green' | 'blue' | 'amber' | 'red' | 'grey';

/** A state in a word. The colour only repeats the word. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}

/** A state as a dot and a word, for columns. `live` makes the dot pulse. */
export function Dot({ tone, live, children }: { tone: Tone; live?: boolean; children: ReactNode }) {
  return (
    <span className={styles.dot} data-tone={tone} data-live={live || undefined}>
      {children}
    </span>
  );
}
