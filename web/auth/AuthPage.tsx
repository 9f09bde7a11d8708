import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import styles from './auth.module.css';

/** The frame of a page before sign-in. */
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
