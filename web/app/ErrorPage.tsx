import { useQuery } from '@tanstack/react-query';
import { Link, type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent } from 'react';
import { ApiError } from '../kit/api.ts';
import { sessionQuery } from '../kit/session.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import styles from './shell.module.css';
import { isLoadFailure } from './load-failure.ts';

const Shell = lazy(async () => ({ default: (await import('./Shell.tsx')).Shell }));

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

/** The same where no page's frame is around it: somebody signed in still has the header. */
export function NothingAlone() {
  const { data: session, isPending } = useQuery(sessionQuery);
  if (isPending) return null;
  return (
    <Suspense>
      <Frame signedIn={Boolean(session)}>
        <Nothing />
      </Frame>
    </Suspense>
  );
}

const Frame = ({ signedIn, children }: { signedIn: boolean; children: ReactNode }) =>
  signedIn ? <Shell>{children}</Shell> : <main>{children}</main>;

/** A page that could not be shown. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    // a part of the pages that could not be loaded: no connection, or a newer version is served since
    if (!(error instanceof ApiError)) return location.reload();
    reset();
    void router.invalidate();
  };
  const notReached = error instanceof ApiError ? error.status === 0 : isLoadFailure(error);
  useWhenOnline(notReached, again);
  if (error instanceof ApiError && error.status === 404) return <Nothing />;
  const offline = notReached && !navigator.onLine;
  return (
    <div className={styles.alone} role="alert">
      <Page
        title={offline ? 'Offline' : 'Something went wrong'}
        heading={offline ? 'You’re offline' : 'Couldn’t show this page'}
      >
        <p>{offline ? 'This page opens by itself when you’re back online.' : wordsOf(error)}</p>
        <div>
          <Button kind="primary" onClick={again}>
            Try again
          </Button>
        </div>
      </Page>
    </div>
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return isLoadFailure(error)
    ? 'Part of it couldn’t be loaded. Check your connection and try again.'
    : 'Something went wrong in the page. Nothing was changed by this.';
}

/** Tries again as soon as the connection is back. */
function useWhenOnline(wanted: boolean, again: () => void): void {
  const onOnline = useEffectEvent(again);
  useEffect(() => {
    if (!wanted) return;
    const listener = () => onOnline();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, [wanted]);
}
