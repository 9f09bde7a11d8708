import { brandOf, type Session } from '../kit/session/session.ts';
import styles from './shell.module.css';

/** The partner's name, for its team and its tenants' users. */
export function Brand({ session }: { session: Session }) {
  const name = brandOf(session);
  return (
    <span className={styles.brand}>
      <span className={styles.mark} aria-hidden>
        {[...name][0]?.toUpperCase()}
      </span>
      <span className={styles.name}>{name}</span>
    </span>
  );
}
