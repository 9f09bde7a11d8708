import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconCircleCheck } from '@tabler/icons-react';
import type { z } from 'zod';
import type { PartnerSummary } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import { ButtonLink } from '../links.tsx';
import type { StatusFilter } from '../search.ts';
import { brandOf, useSession } from '../session.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Columns } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Empty, Page, Stat, Stats } from '../ui/Page.tsx';
import { daysUntil, inDays } from './status.ts';
import styles from './front.module.css';

const STATUS_STATS: { status: keyof z.infer<typeof PartnerSummary>['tenants']; label: string; filter: StatusFilter }[] =
  [
    { status: 'ACTIVE', label: 'Active tenants', filter: 'active' },
    { status: 'TRIAL', label: 'On trial', filter: 'trial' },
    { status: 'SUSPENDED', label: 'Suspended', filter: 'suspended' },
    { status: 'CANCELLED', label: 'Cancelled', filter: 'suspended' },
  ];

/** The partner's own front page. */
export function Front() {
  const session = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['tenants', 'partner-summary'],
    queryFn: () => api.get<z.infer<typeof PartnerSummary>>('/partner/summary'),
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
      {error && (
        <Notice
          tone="error"
          alert
          title="The overview could not be loaded"
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.message}
        </Notice>
      )}
      <Stats>
        {STATUS_STATS.map(({ status, label, filter }) => (
          <Link key={status} to="/tenants" search={{ status: filter }} className={styles.stat}>
            <Stat label={label} value={data ? data.tenants[status].toLocaleString() : '–'} />
          </Link>
        ))}
        <Stat label="Live calls" value={data ? data.liveCalls.toLocaleString() : '–'} />
        <Link to="/numbers" search={{ status: 'UNASSIGNED' }} className={styles.stat}>
          <Stat label="Numbers free" value={data ? data.numbersFree.toLocaleString() : '–'} />
        </Link>
      </Stats>
      {data && data.soonPurged.length + data.without911.length === 0 && (
        <Card title="Needs attention">
          <Empty icon={<IconCircleCheck size={22} />} title="Nothing needs attention">
            No tenant is about to be purged, and each has an address for 911.
          </Empty>
        </Card>
      )}
      {data && (
        <Columns>
          {data.without911.length > 0 && (
            <Card title="911 without an address">
              <p className={styles.why}>Who dials 911 there must say where they are. Enter an E911 address.</p>
              <ul className={styles.list}>
                {data.without911.map((tenant) => (
                  <li key={tenant.id}>
                    <Link to="/tenants/$tenantId/settings" params={{ tenantId: tenant.id }}>
                      {tenant.name}
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {data.soonPurged.length > 0 && (
            <Card title="Soon purged">
              <p className={styles.why}>Cancelled tenants whose data is about to go for good.</p>
              <ul className={styles.list}>
                {data.soonPurged.map((tenant) => (
                  <li key={tenant.id}>
                    <Link to="/tenants/$tenantId" params={{ tenantId: tenant.id }}>
                      {tenant.name}
                    </Link>
                    <span>{inDays(daysUntil(tenant.purgeAt))}</span>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </Columns>
      )}
    </Page>
  );
}
