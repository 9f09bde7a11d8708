import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { IconBuildingStore, IconDownload, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Tenant } from '../../src/tenants/contract.ts';
import { useListState } from '../list-state.ts';
import { STATUS_FILTERS, type StatusFilter, type TenantsSearch } from '../search.ts';
import { brandOf, useMay, useReason, useSession } from '../session.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Chips, Pager, SearchBox } from '../ui/controls.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { daysUntil, inDays } from './status.ts';
import { StatusBadge } from './StatusBadge.tsx';
import { TenantActions, type TenantAct } from './TenantActions.tsx';
import { tenantsFile, tenantsQuery } from './tenants-query.ts';
import styles from './tenants.module.css';

const TenantDialogs = lazy(() => import('./TenantDialogs.tsx'));
const BulkBar = lazy(() => import('./BulkBar.tsx'));
const route = getRouteApi('/inside/tenants');
const FILTERS = (Object.keys(STATUS_FILTERS) as StatusFilter[]).map((value) => ({
  value,
  label: STATUS_FILTERS[value].label,
}));

export function Tenants() {
  const search = route.useSearch();
  const { ask, pager } = useListState<TenantsSearch>(search);
  const { data, error, isPlaceholderData, refetch } = useQuery(tenantsQuery(search));
  const [open, setOpen] = useState<TenantAct | null>(null);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Tenant>>(new Map());
  const session = useSession();
  const reason = useReason('tenants.write');
  const mayExport = useMay('tenants.export');
  const columns = useMemo(() => columnsOf(reason, setOpen), [reason]);
  const select = (rows: Tenant[], on: boolean) =>
    setChosen((old) => {
      const next = new Map(old);
      for (const row of rows) {
        if (on) next.set(row.id, row);
        else next.delete(row.id);
      }
      return next;
    });
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      reason={reason}
      onClick={() => setOpen({ act: 'create' })}
    >
      New tenant
    </Button>
  );
  const narrowed = Boolean(search.search || search.status);
  return (
    <Page title="Tenants" brand={brandOf(session)} actions={create}>
      <div className={styles.toolbar}>
        <SearchBox
          label="Search tenants"
          placeholder="Name or billing email"
          value={search.search ?? ''}
          onSearch={(text) => ask({ search: text || undefined }, true)}
        />
        <Chips
          label="Status"
          value={search.status ?? 'all'}
          options={FILTERS}
          onChange={(status) => ask({ status: status === 'all' ? undefined : status })}
        />
        {mayExport && (
          <a className={buttonClass('quiet')} href={tenantsFile(search)} download="tenants.csv">
            <IconDownload size={16} aria-hidden />
            Export CSV
          </a>
        )}
      </div>
      <DataTable
        label="Tenants"
        columns={columns}
        rows={data?.items}
        rowId={idOf}
        rowName={(tenant) => tenant.name}
        sort={search.sort ?? 'name'}
        onSort={(sort) => ask({ sort })}
        selected={new Set(chosen.keys())}
        {...(!reason && { onSelect: select })}
        stale={isPlaceholderData}
        error={error}
        onRetry={() => void refetch()}
        empty={
          narrowed || search.cursor ? (
            <Empty
              icon={<IconSearchOff size={22} />}
              title="No tenant found"
              action={<Button onClick={() => ask({ search: undefined, status: undefined })}>Clear the search</Button>}
            >
              {search.search
                ? `Nothing matches “${search.search}”${search.status ? ' in this status' : ''}.`
                : 'None is in this status.'}
            </Empty>
          ) : (
            <Empty icon={<IconBuildingStore size={22} />} title="No tenants yet" action={create}>
              A tenant is one of your customers, with its own phones and numbers. Create the first.
            </Empty>
          )
        }
      />
      <Pager {...pager(data?.nextCursor)} shown={data?.items.length ?? 0} total={data?.total} noun="tenant" />
      <Suspense>
        {chosen.size > 0 && <BulkBar tenants={[...chosen.values()]} onClear={() => setChosen(new Map())} />}
        {open && <TenantDialogs open={open} onClose={() => setOpen(null)} />}
      </Suspense>
    </Page>
  );
}

const idOf = (tenant: Tenant): string => tenant.id;

function columnsOf(reason: string | null, onAct: (act: TenantAct) => void): Column<Tenant>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: (tenant) => (
        <Link to="/tenants/$tenantId" params={{ tenantId: tenant.id }} className={styles.name}>
          {tenant.name}
        </Link>
      ),
    },
    {
      id: 'sipPrefix',
      header: 'SIP Prefix',
      sortable: true,
      cell: (tenant) => <span className="mono">{tenant.sipPrefix}</span>,
    },
    {
      id: 'status',
      header: 'Status',
      sortable: true,
      cell: (tenant) => (
        <Row tight>
          <StatusBadge status={tenant.status} />
          {tenant.purgeAt && <span className={styles.purge}>purged {inDays(daysUntil(tenant.purgeAt))}</span>}
        </Row>
      ),
    },
    {
      id: 'usersCount',
      header: 'Users',
      sortable: true,
      end: true,
      cell: (tenant) => tenant.usersCount.toLocaleString(),
    },
    {
      id: 'didsCount',
      header: 'DIDs',
      sortable: true,
      end: true,
      cell: (tenant) => tenant.didsCount.toLocaleString(),
    },
    {
      id: 'extensionsCount',
      header: 'Extensions',
      sortable: true,
      end: true,
      cell: (tenant) => tenant.extensionsCount.toLocaleString(),
    },
    { id: 'createdAt', header: 'Created', sortable: true, cell: (tenant) => <Time at={tenant.createdAt} /> },
    {
      id: 'actions',
      header: 'Actions',
      end: true,
      cell: (tenant) => <TenantActions tenant={tenant} reason={reason} onAct={onAct} />,
    },
  ];
}
