import type { ReactNode } from 'react';
import styles from './layout.module.css';

export function Stack({
  gap = 'medium',
  children,
}: {
  gap?: 'tiny' | 'small' | 'medium' | 'large';
  children: ReactNode;
}) {
  return (
    <div className={styles.stack} data-gap={gap}>
      {children}
    </div>
  );
}

/** Items side by side, wrapping if necessary. */
export function Row({ end, tight, children }: { end?: boolean; tight?: boolean; children: ReactNode }) {
  return (
    <div className={styles.row} data-end={end || undefined} data-tight={tight || undefined}>
      {children}
    </div>
  );
}

/** The filters of a list, side by side. */
export function Filters({ children }: { children: ReactNode }) {
  return (
    <section className={styles.filters} aria-label="Filters">
      {children}
    </section>
  );
}

type CardProps = {
  title?: ReactNode;
  actions?: ReactNode;
  /** Narrower than a table, because that makes a form easier to read. */
  form?: boolean;
  children: ReactNode;
};

export function Card({ title, actions, form, children }: CardProps) {
  return (
    <section className={styles.card} data-form={form || undefined}>
      {title && (
        <header className={styles.cardHeader}>
          <h2>{title}</h2>
          {actions}
        </header>
      )}
      <div className={styles.cardBody}>{children}</div>
    </section>
  );
}

export function Columns({ children }: { children: ReactNode }) {
  return <div className={styles.columns}>{children}</div>;
}

/** A list of names and values, each a `Fact`. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Muted({ children }: { children: ReactNode }) {
  return <span className={styles.muted}>{children}</span>;
}

/** Short lines, each with an action at its end. */
export function LineList({ intro, children }: { intro?: ReactNode; children: ReactNode }) {
  return (
    <>
      {intro && <p className={styles.lineListIntro}>{intro}</p>}
      <ul className={styles.lineList}>{children}</ul>
    </>
  );
}
