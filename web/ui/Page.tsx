import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import styles from './page.module.css';

type PageProps = {
  title: string;
  /** The heading, if it differs from the document's title. */
  heading?: ReactNode;
  /** The brand at the end of the document's title. */
  brand?: string | undefined;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

let pagesShown = 0;

/** A page with its document title, its only h1 and its actions. After a change of page the heading has the focus. */
export function Page({ title, heading, brand, intro, actions, children }: PageProps) {
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // not on the first page, where the browser begins at the top
    if (pagesShown++ > 0) headingRef.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={styles.page}>
      <title>{brand ? `${title} · ${brand}` : title}</title>
      <header className={styles.header}>
        <div className={styles.words}>
          <h1 ref={headingRef} tabIndex={-1} className={styles.heading}>
            {heading ?? title}
          </h1>
          {intro && <p className={styles.intro}>{intro}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

type EmptyProps = { icon: ReactNode; title: string; children?: ReactNode; action?: ReactNode };

/** An empty state, with the reason and what to do about it. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.emptyIcon} aria-hidden>
        {icon}
      </span>
      <p className={styles.emptyTitle}>{title}</p>
      {children && <p className={styles.intro}>{children}</p>}
      {action}
    </div>
  );
}

/** A figure with a label. */
export function Stat({
  label,
  value,
  note,
  live,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  live?: boolean;
}) {
  return (
    <div className={styles.stat}>
      <p className={styles.statLabel}>{label}</p>
      <p className={styles.statValue} aria-live={live ? 'polite' : undefined}>
        {value}
      </p>
      {note && <p className={styles.statNote}>{note}</p>}
    </div>
  );
}

export function Stats({ children }: { children: ReactNode }) {
  return <div className={styles.stats}>{children}</div>;
}
