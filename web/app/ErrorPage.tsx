import { useQuery } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useEffectEvent } from 'react';
import { NotFound } from '../kit/pages/NotFound.tsx';
import { ApiError } from '../kit/session/api.ts';
import { sessionQuery } from '../kit/session/session.ts';
import { Button } from '../ui/Button.tsx';
import { MessageCard } from '../ui/MessageCard.tsx';
import { Page } from '../ui/Page.tsx';
import { isLoadFailure } from './load-failure.ts';

const Shell = lazy(async () => ({ default: (await import('./Shell.tsx')).Shell }));

/** Shown for an unknown URL. Signed-in users still have the header. */
export function NotFoundPage() {
  const { data: session, isPending } = useQuery(sessionQuery);
  if (isPending) return null;
  if (!session)
    return (
      <main>
        <NotFound />
      </main>
    );
  return (
    <Suspense>
      <Shell>
        <NotFound />
      </Shell>
    </Suspense>
  );
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    // a chunk could not be loaded, because there is no connection or a newer version was deployed
    if (!(error instanceof ApiError)) return location.reload();
    reset();
    void router.invalidate();
  };
  const notReached = error instanceof ApiError ? error.status === 0 : isLoadFailure(error);
  useWhenOnline(notReached, again);
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  const offline = notReached && !navigator.onLine;
  return (
    <MessageCard role="alert">
      <Page
        title={offline ? 'Offline' : 'Something went wrong'}
        heading={offline ? 'You’re offline' : 'Couldn’t show this page'}
      >
        <p>{offline ? 'This page will open when you’re back online.' : pageErrorText(error)}</p>
        <div>
          <Button kind="primary" onClick={again}>
            Try again
          </Button>
        </div>
      </Page>
    </MessageCard>
  );
}

function pageErrorText(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return isLoadFailure(error)
    ? 'Part of the page couldn’t be loaded. Check your connection and try again.'
    : 'Something went wrong. Nothing was changed.';
}

function useWhenOnline(wanted: boolean, again: () => void): void {
  const onOnline = useEffectEvent(again);
  useEffect(() => {
    if (!wanted) return;
    const listener = () => onOnline();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, [wanted]);
}
