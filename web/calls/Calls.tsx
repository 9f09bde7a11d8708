import { LiveSign } from '../kit/LiveSign.tsx';
import { useMay } from '../kit/session.ts';
import { useTitleEnd } from '../kit/tenant-context.ts';
import { Page } from '../ui/Page.tsx';
import { CallHistory } from './CallHistory.tsx';
import { LiveCalls } from './LiveCalls.tsx';

/** The calls in progress, for those who manage the tenant, and those that have ended. */
export function Calls() {
  const seesLive = useMay('calls.read');
  return (
    <Page title="Calls" brand={useTitleEnd()} actions={seesLive && <LiveSign />}>
      {seesLive && <LiveCalls />}
      <CallHistory />
    </Page>
  );
}
