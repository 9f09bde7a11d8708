import type { ReactNode } from 'react';
import styles from './timeline.module.css';

/** Events in order, each with its time. */
export const Timeline = ({
  label,
  entries,
}: {
  label: string;
  entries: readonly { time: ReactNode; text: string }[];
}) => (
  <ol className={styles.timeline} aria-label={label}>
    {entries.map(({ time, text }, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- events never change their order
      <li key={index}>
        <span className={styles.time}>{time}</span>
        <span>{text}</span>
      </li>
    ))}
  </ol>
);
