import type { ReactNode } from 'react';
import { LiveSign } from '../kit/session/LiveSign.tsx';
import { useMay, useSession } from '../kit/session/session.ts';
import { useTitleEnd } from '../kit/session/tenant-context.ts';
import { Page } from '../ui/Page.tsx';
import { CallHistory } from './CallHistory.tsx';
import { LiveCalls } from './LiveCalls.tsx';

/** Calls in progress, for those who manage the tenant, and ended calls. An ordinary user sees only the calls of their extension. */
export function Calls({ actions }: { actions: ReactNode }) {
  const seesLive = useMay('calls.read');
  const { user, extension } = useSession();
  const own = user.role === 'tenant_user' ? extension : null;
  return (
    <Page
      title="Calls"
      intro={own && `The calls of your extension, ${own.number} ${own.name}.`}
      brand={useTitleEnd()}
      actions={
        <>
          {seesLive && <LiveSign />}
          {actions}
        </>
      }
    >
      {seesLive && <LiveCalls />}
      <CallHistory />
    </Page>
  );
}
