import { getRouteApi, Link } from '@tanstack/react-router';
import { IconGauge } from '@tabler/icons-react';
import type { z } from 'zod';
import type { LimitsInUse } from '../../src/limits/contract.ts';
import { ListPage } from '../ListPage.tsx';
import { brandOf, useSession } from '../session.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { limitWords, usedWords } from './limit-words.ts';
import styles from './tenants.module.css';

const route = getRouteApi('/inside/limits');
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
    cell: (row) => <Words limited={row.maxExtensions !== null}>{usedWords(row.extensions, row.maxExtensions)}</Words>,
  },
  {
    id: 'dids',
    header: 'DIDs',
    cell: (row) => <Words limited={row.maxDids !== null}>{usedWords(row.dids, row.maxDids)}</Words>,
  },
  {
    id: 'maxMonthlyMinutes',
    header: 'Minutes a month',
    cell: (row) => <Words limited={row.maxMonthlyMinutes !== null}>{limitWords(row.maxMonthlyMinutes)}</Words>,
  },
  {
    id: 'monthlySpend',
    header: 'Monthly spend',
    cell: (row) => <Words limited={row.monthlySpend !== null}>{limitWords(row.monthlySpend)}</Words>,
  },
  { id: 'alert', header: 'Alert at', end: true, cell: (row) => `${row.alertThresholdPercent} %` },
  { id: 'whenReached', header: 'When used up', cell: (row) => (row.autoSuspend ? 'Suspend' : 'Alert') },
];

export function Limits() {
  const session = useSession();
  return (
    <Page title="Limits" intro="What each tenant may have, and what it has of it." brand={brandOf(session)}>
      <ListPage
        path="/limits"
        cacheKey={['limits']}
        search={route.useSearch()}
        label="Limits"
        noun="tenant"
        searchHint="Part of a name"
        columns={COLUMNS}
        rowName={(row) => row.tenantName}
        defaultSort="tenantName"
        empty={
          <Empty icon={<IconGauge size={22} />} title="No tenants yet">
            A tenant’s limits stand here once there is one.
          </Empty>
        }
      />
    </Page>
  );
}
