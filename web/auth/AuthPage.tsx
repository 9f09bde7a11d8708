import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import styles from './auth.module.css';

/** A page before sign-in: one card, nothing else. */
export function AuthPage({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <main className={styles.entry}>
      <div className={styles.card}>
        <Page title={title} intro={intro}>
          {children}
        </Page>
      </div>
    </main>
  );
}
