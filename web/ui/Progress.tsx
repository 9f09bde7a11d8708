import styles from './progress.module.css';

export function Progress({ done, of, label }: { done: number; of: number; label: string }) {
  return (
    <div>
      <progress className={styles.bar} value={done} max={of} aria-label={label} />
      <p className={styles.text} aria-live="polite">
        {done.toLocaleString()} of {of.toLocaleString()}
      </p>
    </div>
  );
}

/** A thin line at the top while the next page is loading. */
export function ProgressLine({ busy }: { busy: boolean }) {
  return <div className={styles.line} data-busy={busy || undefined} aria-hidden />;
}

/** Shown until what the user has opened is loaded. */
export function Waiting() {
  return (
    <>
      <ProgressLine busy />
      <output className="visually-hidden">Loading…</output>
    </>
  );
}
