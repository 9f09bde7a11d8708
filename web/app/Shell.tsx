import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { EmergencyBanner } from '../emergency/EmergencyBanner.tsx';
import { homeOf, sessionQuery, useSession } from '../kit/session/session.ts';
import { VIEW_ONLY } from '../kit/session/view-only.ts';
import { ProgressLine } from '../ui/Progress.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Brand } from './Brand.tsx';
import { MainNav } from './MainNav.tsx';
import { PageArea } from './PageArea.tsx';
import styles from './shell.module.css';

const SessionEnded = lazy(() => import('./SessionEnded.tsx'));

/** The frame of every page after sign-in: brand, navigation and user menu. */
export function Shell({ children }: { children?: ReactNode }) {
  const session = useSession();
  const { data } = useQuery(sessionQuery);
  // when another tab has signed in as another user, this user's data must disappear
  const [userId] = useState(session.user.id);
  const isOther = session.user.id !== userId;
  useEffect(() => {
    if (isOther) location.assign('/');
  }, [isOther]);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const busy = useRouterState({ select: (state) => state.isLoading });
  const suspended = session.tenant?.status === 'SUSPENDED';
  if (isOther) return null;
  return (
    <>
      <a href="#content" className={styles.skip}>
        Skip to content
      </a>
      <ProgressLine busy={busy} />
      <header className={styles.header}>
        <div className={styles.bar}>
          <Link to={homeOf(session)} className={styles.home}>
            <Brand session={session} />
          </Link>
          {!suspended && !session.secondFactor.setupRequired && <MainNav session={session} />}
          <AccountMenu session={session} />
        </div>
      </header>
      {session.voice === 'off' && (
        <aside className={styles.voiceOff} aria-label="Notice">
          Calling is switched off on this server. Phones can’t register or call, not even 911. Everything else works.
        </aside>
      )}
      {session.user.role === 'partner_user' && path !== '/account' && (
        <aside className={styles.viewOnly} aria-label="Your role">
          {VIEW_ONLY}
        </aside>
      )}
      {!suspended && <EmergencyBanner session={session} />}
      <main id="content" className={styles.main} tabIndex={-1}>
        {children ?? <PageArea session={session} />}
      </main>
      {data === null && (
        <Suspense>
          <SessionEnded email={session.user.email} userId={session.user.id} />
        </Suspense>
      )}
    </>
  );
}
