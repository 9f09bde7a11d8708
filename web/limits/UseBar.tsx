import type { Use } from '../kit/inputs/limit-labels.ts';
import { Muted } from '../ui/layout.tsx';
import { Meter } from '../ui/Meter.tsx';
import styles from './use-bar.module.css';

/** What is used of a limit, in words and as a bar. What is not limited needs no eye. */
export function UseBar({ label, use: { text, share, tone } }: { label: string; use: Use }) {
  return (
    <div className={styles.use}>
      {share === null ? <Muted>{text}</Muted> : text}
      {share !== null && <Meter label={label} share={share} text={text} tone={tone} />}
    </div>
  );
}
