import { Link } from '@tanstack/react-router';
import { Page } from '../ui/Page.tsx';
import styles from './not-found.module.css';

/** Another partner's page looks exactly like one that does not exist. */
export function NotFound() {
  return (
    <div className={styles.card}>
      <Page title="Not found" heading="Page not found, or you don’t have access">
        <p>It may have been deleted. Check the address, or start over.</p>
        <p>
          <Link to="/">Go to the start page</Link>
        </p>
      </Page>
    </div>
  );
}
