import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { PartnerSummary } from '../../src/tenants/summary-contract.ts';
import type { StatusFilter } from '../kit/lists/tenants-query.ts';
import { ButtonLink } from '../kit/pages/links.tsx';
import { brandOf, useSession } from '../kit/session/session.ts';
import { LoadError } from '../ui/LoadError.tsx';
import { Page, Stat, Stats } from '../ui/Page.tsx';
import { StaleNotice } from '../ui/StaleNotice.tsx';
import { Attention } from './Attention.tsx';
import { homeQuery } from './queries.ts';
import styles from './partner-home.module.css';

type Summary = z.infer<typeof PartnerSummary>;

const STATUS_STATS: { status: keyof Summary['tenants']; label: string; filter: StatusFilter }[] = [
  { status: 'ACTIVE', label: 'Active tenants', filter: 'active' },
  { status: 'TRIAL', label: 'On trial', filter: 'trial' },
  { status: 'SUSPENDED', label: 'Suspended', filter: 'suspended' },
  { status: 'CANCELLED', label: 'Cancelled', filter: 'suspended' },
];

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
      {error && data && <StaleNotice error={error} since={dataUpdatedAt} />}
      {error && !data && <LoadError title="Couldn’t load the overview" error={error} again={refetch} />}
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
