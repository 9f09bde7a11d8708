import { getRouteApi, Link } from '@tanstack/react-router';
import { IconGauge } from '@tabler/icons-react';
import type { z } from 'zod';
import type { LimitsInUse } from '../../src/limits/contract.ts';
import { limitsList } from './queries.ts';
import { ListPage } from '../kit/ListPage.tsx';
import { brandOf, useSession } from '../kit/session.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { usageLabel } from '../kit/limit-labels.ts';
import styles from '../kit/name.module.css';
import { NOUNS } from '../kit/nouns.ts';

const route = getRouteApi('/authenticated/limits');
type Row = z.infer<typeof LimitsInUse>;

/** What is not limited needs no eye. */
const Words = ({ limited, children }: { limited: boolean; children: string }) =>
  limited ? children : <Muted>{children}</Muted>;

const COLUMNS: Column<Row>[] = [
  {
    id: 'tenantName',
    header: 'Tenant',
    sortable: true,
    cell: (row) => (
      <>
        <Link to="/tenants/$tenantId/limits" params={{ tenantId: row.tenantId }} className={styles.name}>
          {row.tenantName}
        </Link>{' '}
        {row.tenantStatus === 'CANCELLED' && <Muted>cancelled</Muted>}
      </>
    ),
  },
  {
    id: 'extensions',
    header: 'Extensions',
    cell: (row) => <Words limited={row.maxExtensions !== null}>{usageLabel(row.extensions, row.maxExtensions)}</Words>,
  },
  {
    id: 'dids',
    header: 'Numbers',
    cell: (row) => <Words limited={row.maxDids !== null}>{usageLabel(row.dids, row.maxDids)}</Words>,
  },
  { id: 'alert', header: 'Alert at', end: true, cell: (row) => `${row.alertThresholdPercent}%` },
];

export function Limits() {
  const session = useSession();
  return (
    <Page title="Limits" intro="What each tenant may have, and how much of it is used." brand={brandOf(session)}>
      <ListPage
        {...limitsList(route.useSearch())}
        label="Limits"
        noun={NOUNS.tenant}
        searchHint="Search by name"
        columns={COLUMNS}
        rowName={(row) => row.tenantName}
        defaultSort="tenantName"
        empty={
          <Empty icon={<IconGauge size={22} />} title="No tenants yet">
            Limits appear here once you have a tenant.
          </Empty>
        }
      />
    </Page>
  );
}
