import type { Outcome } from './bulk.ts';
import styles from './outcomes.module.css';
import { Dot, type Tone } from './ui/Badge.tsx';
import { Progress } from './ui/Progress.tsx';

const TONES: Record<Outcome['state'], Tone> = { waiting: 'grey', done: 'green', refused: 'red', skipped: 'amber' };

/** How far an act on many is, and what became of each. */
export function Outcomes({ outcomes, done }: { outcomes: Outcome[]; done: number }) {
  return (
    <>
      <Progress done={done} of={outcomes.length} label="Progress" />
      <ul className={styles.list} aria-label="Results">
        {outcomes.map((one) => (
          <li key={one.id}>
            <span className={styles.name}>{one.name}</span>
            <Dot tone={TONES[one.state]}>
              <span className={styles.text}>{one.text}</span>
            </Dot>
          </li>
        ))}
      </ul>
    </>
  );
}
