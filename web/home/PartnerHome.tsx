import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconBuildingStore, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { homeQuery } from './queries.ts';
import { FRAUD_RULE_NAMES } from '../kit/fraud-form.ts';
import { ButtonLink } from '../kit/links.tsx';
import { brandOf, useSession } from '../kit/session.ts';
import { Card, Columns, LineList } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { NotUpToDate } from '../ui/NotUpToDate.tsx';
import { Empty, Page, Stat, Stats } from '../ui/Page.tsx';
import { usageLabel } from '../kit/limit-labels.ts';
import styles from './partner-home.module.css';
import { whenDeleted } from '../kit/days.ts';
import type { StatusFilter } from '../kit/tenants-query.ts';
import type { PartnerSummary } from '../../src/tenants/summary-contract.ts';

type Summary = z.infer<typeof PartnerSummary>;

const STATUS_STATS: { status: keyof Summary['tenants']; label: string; filter: StatusFilter }[] = [
  { status: 'ACTIVE', label: 'Active tenants', filter: 'active' },
  { status: 'TRIAL', label: 'On trial', filter: 'trial' },
  { status: 'SUSPENDED', label: 'Suspended', filter: 'suspended' },
  { status: 'CANCELLED', label: 'Cancelled', filter: 'suspended' },
];

/** The partner's own front page. */
export function PartnerHome() {
  const session = useSession();
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    ...homeQuery(),
    refetchInterval: 10_000,
  });
  return (
    <Page
      title={brandOf(session)}
      intro={`Good to see you, ${session.user.name}.`}
      actions={
        <ButtonLink kind="primary" to="/tenants">
          All tenants
        </ButtonLink>
      }
    >
      {error && data && <NotUpToDate error={error} since={dataUpdatedAt} />}
      {error && !data && <NotLoaded title="Couldn’t load the overview" error={error} again={refetch} />}
      <Stats>
        {STATUS_STATS.map(({ status, label, filter }) => (
          <Link key={status} to="/tenants" search={{ status: filter }} className={styles.stat}>
            <Stat label={label} value={data ? data.tenants[status].toLocaleString() : '–'} />
          </Link>
        ))}
        <Stat label="Live calls" value={data ? data.liveCalls.toLocaleString() : '–'} />
        <Link to="/numbers" search={{ status: 'UNASSIGNED' }} className={styles.stat}>
          <Stat label="Free numbers" value={data ? data.numbersFree.toLocaleString() : '–'} />
        </Link>
      </Stats>
      {data && <Attention summary={data} />}
    </Page>
  );
}

const TRIP_ENDS = { alert: '', block: ': blocked', suspend: ': suspended' } as const;
const OVER_NOUNS = { maxExtensions: 'extensions', maxDids: 'numbers' } as const;

/** What somebody should look at soon. */
function Attention({
  summary: { tenants, soonPurged, without911, without911Count: summary911, overLimit, outboundAlerts, fraudTrips },
}: {
  summary: Summary;
}) {
  if (Object.values(tenants).every((count) => count === 0)) {
    return (
      <Card title="Get started">
        <Empty
          icon={<IconBuildingStore size={22} />}
          title="No tenants yet"
          action={
            <ButtonLink kind="primary" to="/tenants">
              Create the first one
            </ButtonLink>
          }
        >
          Add your numbers, create a tenant for each customer, set up its phones, and hand over a login.
        </Empty>
      </Card>
    );
  }
  if (
    soonPurged.length + without911.length + overLimit.tenants.length + outboundAlerts.length + fraudTrips.length ===
    0
  ) {
    return (
      <Card title="Needs attention">
        <Empty icon={<IconCircleCheck size={22} />} title="Nothing needs attention">
          No tenant is near a limit or about to lose its data, and every one has a 911 address.
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <h2>Needs attention</h2>
      <Columns>
        {fraudTrips.length > 0 && (
          <Reason title="Calls that look like fraud" why="A fraud rule tripped in the last day, or still blocks calls.">
            {fraudTrips.map(({ id, name, rule, action }) => (
              <li key={`${id} ${rule}`}>
                <Link to="/tenants/$tenantId/limits" params={{ tenantId: id }}>
                  {name}
                </Link>
                <span>
                  {FRAUD_RULE_NAMES[rule]}
                  {TRIP_ENDS[action]}
                </span>
              </li>
            ))}
          </Reason>
        )}
        {outboundAlerts.length > 0 && (
          <Reason
            title="Many calls to expensive numbers"
            why="Within ten minutes, in the last day. Someone may have stolen a phone’s password."
          >
            {outboundAlerts.map(({ id, name, kind }) => (
              <li key={id}>
                <Link to="/tenants/$tenantId/calls" params={{ tenantId: id }}>
                  {name}
                </Link>
                <span>{kind === 'refused' ? 'refused' : 'connected'}</span>
              </li>
            ))}
          </Reason>
        )}
        {overLimit.tenants.length > 0 && (
          <Reason
            title={`At or near a limit: ${overLimit.count.toLocaleString()}`}
            why="These tenants can’t add more until you raise the limit."
          >
            {overLimit.tenants.map(({ id, name, limit, current, max }) => (
              <li key={id}>
                <Link to="/tenants/$tenantId/limits" params={{ tenantId: id }}>
                  {name}
                </Link>
                <span>
                  {usageLabel(current, max)} {OVER_NOUNS[limit]}
                </span>
              </li>
            ))}
            {overLimit.count > overLimit.tenants.length && (
              <li>
                <Link to="/limits">All limits</Link>
              </li>
            )}
          </Reason>
        )}
        {without911.length > 0 && (
          <Reason
            title={`No 911 address: ${summary911.toLocaleString()}`}
            why="Callers to 911 from these tenants will have to give their location. Add an address."
          >
            {without911.map(({ id, name }) => (
              <li key={id}>
                <Link to="/tenants/$tenantId/settings" params={{ tenantId: id }}>
                  {name}
                </Link>
              </li>
            ))}
          </Reason>
        )}
        {soonPurged.length > 0 && (
          <Reason title="Data deleted soon" why="Cancelled tenants. Reactivate one to keep its data.">
            {soonPurged.map(({ id, name, purgeAt }) => (
              <li key={id}>
                <Link to="/tenants/$tenantId" params={{ tenantId: id }}>
                  {name}
                </Link>
                <span>deleted {whenDeleted(purgeAt)}</span>
              </li>
            ))}
          </Reason>
        )}
      </Columns>
    </>
  );
}

function Reason({ title, why, children }: { title: string; why: string; children: ReactNode }) {
  return (
    <Card title={title}>
      <LineList intro={why}>{children}</LineList>
    </Card>
  );
}
