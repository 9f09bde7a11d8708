import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getUsage } from '../../src/limits/endpoints.ts';
import type { TenantUsage } from '../../src/limits/usage-contract.ts';
import { spendLabel, usageLabel } from '../kit/inputs/limits/limit-labels.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useMay, useSession } from '../kit/session/session.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { Notice } from '../ui/Notice.tsx';
import { Time } from '../ui/Time.tsx';

/** How often to read the usage while a page of the tenant is open. */
const EVERY_MS = 30_000;

/** Shows on every page of a tenant that a call limit is used up, what that means, and when it ends. */
export function CapBanner() {
  const { id: tenantId, status } = useTenant();
  const mayRead = useMay('usage.read');
  const { data } = useQuery({
    ...apiQuery(getUsage, { params: { tenantId } }),
    refetchInterval: EVERY_MS,
    enabled: mayRead && status !== 'CANCELLED',
  });
  if (!data || status === 'CANCELLED') return null;
  return data.reached.map((reached) => <Reached key={reached.cap} usage={data} reached={reached} />);
}

type ReachedProps = { usage: TenantUsage; reached: TenantUsage['reached'][number] };

function Reached({ usage, reached }: ReachedProps) {
  const tenant = useTenant();
  const session = useSession();
  const isSuspended = tenant.suspensionReasons.some((reason) => reason === reached.cap);
  return (
    <Notice
      tone="warning"
      title={titleOf(usage, reached)}
      action={
        !session.tenant && (
          <Link to="/tenants/$tenantId/limits" params={{ tenantId: tenant.id }}>
            Limits
          </Link>
        )
      }
    >
      <p>
        {isSuspended
          ? 'The tenant is suspended: only 911 calls work. '
          : 'Calls that cost money are refused. Free calls, included minutes and 911 work. '}
        <Ends
          endsAt={reached.endsAt}
          raisedBy={session.tenant ? 'your provider raises the limit' : 'you raise the limit'}
        />
      </p>
    </Notice>
  );
}

function titleOf({ spend, minutes }: TenantUsage, { cap }: ReachedProps['reached']): string {
  if (cap === 'spend_cap') return `The spend limit is used up${spend ? `: ${spendLabel(spend.used, spend.cap)}` : ''}.`;
  return `The minutes limit is used up${minutes ? `: ${usageLabel(minutes.used, minutes.cap)}` : ''}.`;
}

const Ends = ({ endsAt, raisedBy }: { endsAt: string | null; raisedBy: string }) =>
  endsAt === null ? (
    <>This ends when {raisedBy} and lifts the suspension.</>
  ) : (
    <>
      This ends when the next billing cycle begins, on <Time at={endsAt} withClock />, or when {raisedBy}.
    </>
  );
