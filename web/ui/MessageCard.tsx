import type { ReactNode } from 'react';
import styles from './message-card.module.css';

/** A page with only a message. */
export function MessageCard({ icon, role, children }: { icon?: ReactNode; role?: 'alert'; children: ReactNode }) {
  return (
    <div className={styles.card} role={role}>
      {icon && (
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
      )}
      {children}
    </div>
  );
}
