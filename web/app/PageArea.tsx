import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { type Session, sessionQuery } from '../kit/session/session.ts';

const Suspended = lazy(async () => ({ default: (await import('./Suspended.tsx')).Suspended }));
const SetUpFirst = lazy(() => import('../account/SetUpFirst.tsx'));

/** The requested page, or one that has to come first. Everyone can open their own account. */
export function PageArea({ session }: { session: Session }) {
  const client = useQueryClient();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // stays true until the user has seen the recovery codes, although the server requires nothing more
  const [settingUp, setSettingUp] = useState(session.secondFactor.setupRequired);
  if (session.secondFactor.setupRequired && !settingUp) setSettingUp(true);
  if (settingUp) {
    return (
      <Suspense fallback={<output>Loading…</output>}>
        <SetUpFirst
          session={session}
          onDone={async () => {
            await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
            setSettingUp(false);
            await client.invalidateQueries();
          }}
        />
      </Suspense>
    );
  }
  if (session.tenant?.status === 'SUSPENDED' && path !== '/account')
    return (
      <Suspense fallback={<output>Loading…</output>}>
        <Suspended session={session} />
      </Suspense>
    );
  return <Outlet />;
}
