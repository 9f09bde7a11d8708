import { Link, type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ApiError } from '../api.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import styles from './shell.module.css';

/** What is another's looks exactly like what does not exist. */
export function Nothing() {
  return (
    <div className={styles.alone}>
      <Page title="Not found" heading="Page not found, or you don’t have access">
        <p>It may have been deleted. Check the address, or start over.</p>
        <p>
          <Link to="/">Go to the start page</Link>
        </p>
      </Page>
    </div>
  );
}

/** The same outside of the pages of somebody signed in. */
export function NothingAlone() {
  return (
    <main>
      <Nothing />
    </main>
  );
}

/** A page that could not be shown. */
export function Trouble({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <Nothing />;
  const again = () => {
    // a part of the pages that could not be loaded, most likely because a newer version is served since
    if (!(error instanceof ApiError)) return location.reload();
    reset();
    void router.invalidate();
  };
  return (
    <div className={styles.alone} role="alert">
      <Page title="Something went wrong" heading="This page could not be shown">
        <p>
          {error instanceof ApiError ? error.message : 'Something in the page failed. Nothing was changed by this.'}
        </p>
        <div>
          <Button kind="primary" onClick={again}>
            Try again
          </Button>
        </div>
      </Page>
    </div>
  );
}
