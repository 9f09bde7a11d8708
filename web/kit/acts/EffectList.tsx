import { useState } from 'react';
import { displayNumber } from '../../../src/platform/values/phone.ts';
import { Button } from '../../ui/Button.tsx';
import type { Effect } from './effects.ts';
import styles from './effect-list.module.css';

/** Effects of an action, before or after it. Undefined while they are loading. */
export function EffectList({ label, effects }: { label: string; effects: Effect[] | undefined }) {
  return (
    <ul className={styles.effects} aria-label={label} aria-busy={!effects} aria-live="polite">
      {!effects && <li className={styles.loading}>Loading the preview…</li>}
      {effects?.map(({ text, grave, numbers }) => (
        <li key={text} data-grave={grave || undefined}>
          {text}
          {numbers && <Numbers numbers={numbers} />}
        </li>
      ))}
    </ul>
  );
}

const MAX_SHOWN = 12;

function Numbers({ numbers }: { numbers: string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? numbers : numbers.slice(0, MAX_SHOWN);
  return (
    <span className={styles.numbers}>
      {shown.map((number) => displayNumber(number)).join(', ')}{' '}
      {shown.length < numbers.length && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          Show all {numbers.length.toLocaleString()}
        </Button>
      )}
    </span>
  );
}
