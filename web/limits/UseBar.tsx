import type { Use } from '../kit/inputs/limits/limit-labels.ts';
import { Muted } from '../ui/layout.tsx';
import { Meter } from '../ui/Meter.tsx';
import styles from './use-bar.module.css';

/** The usage of a limit as text and as a bar. Without a limit, there is no bar. */
export function UseBar({ label, use: { text, share, tone } }: { label: string; use: Use }) {
  return (
    <div className={styles.use}>
      {share === null ? <Muted>{text}</Muted> : text}
      {share !== null && <Meter label={label} share={share} text={text} tone={tone} />}
    </div>
  );
}
