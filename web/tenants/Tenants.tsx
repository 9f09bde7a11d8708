import { IconBuildingStore, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { keysOf } from '../../src/platform/values/keys.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { lacks911Address } from '../../src/tenants/rules.ts';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { Download } from '../kit/lists/Download.tsx';
import { useListState } from '../kit/lists/list-state.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { useSelection } from '../kit/lists/selection.ts';
import { tenantsFile, tenantsList, STATUS_FILTERS, type TenantsSearch } from '../kit/lists/tenants-query.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { whenDeleted } from '../kit/words/days.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { SandboxBadge } from '../kit/words/SandboxBadge.tsx';
import { StatusBadge } from '../kit/words/StatusBadge.tsx';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Chips } from '../ui/controls.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { Time } from '../ui/Time.tsx';
import { tenantActions } from './tenant-actions.tsx';
import { TENANT_DIALOGS, type TenantDialog } from './tenant-dialogs.ts';
import nameStyles from '../kit/words/name.module.css';
import styles from './tenants.module.css';

const TenantDialogs = lazy(() => import('./TenantDialogs.tsx'));
const BulkBar = lazy(() => import('./bulk/BulkBar.tsx'));
const route = getRouteApi('/authenticated/tenants');
const FILTERS = keysOf(STATUS_FILTERS).map((value) => ({
  value,
  label: STATUS_FILTERS[value].label,
}));

export function Tenants() {
  const search = route.useSearch();
  const { setFilters } = useListState<TenantsSearch>(search);
  const { dialog, id, open, close } = useDialogAddress(TENANT_DIALOGS);
  const { rows: chosen, ids, select, drop, clear } = useSelection<Tenant>();
  const [withBulk, setWithBulk] = useState(false);
  const session = useSession();
  const reason = usePermissionReason('tenants.write');
  const exportReason = usePermissionReason('tenants.export');
  const columns = columnsOf(reason, open);
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => open('create-tenant')}
    >
      New tenant
    </Button>
  );
  return (
    <Page title="Tenants" brand={brandOf(session)} actions={create}>
      <ListPage
        {...tenantsList(search)}
        label="Tenants"
        noun={NOUNS.tenant}
        columns={columns}
        rowName={(tenant) => tenant.name}
        defaultSort="name"
        searchHint="Search by name or billing email"
        selected={ids}
        onSelect={
          reason
            ? undefined
            : (rows, on) => {
                setWithBulk(true);
                select(rows, on);
              }
        }
        toolbar={
          <>
            <Chips
              label="Status"
              value={search.status ?? 'all'}
              options={FILTERS}
              onChange={(status) => setFilters({ status: status === 'all' ? undefined : status })}
            />
            <span className={styles.export}>
              <Download kind="quiet" href={tenantsFile(search)} file="tenants.csv" disabledReason={exportReason}>
                Export CSV
              </Download>
            </span>
          </>
        }
        empty={
          <Empty icon={<IconBuildingStore size={22} />} title="No tenants yet" action={create}>
            A tenant is one of your customers, with its own phones and numbers. Create the first one.
          </Empty>
        }
      />
      <Suspense fallback={<Waiting />}>
        {withBulk && <BulkBar tenants={chosen} onClear={clear} onDone={drop} />}
        {dialog && <TenantDialogs dialog={dialog} tenantId={id} onClose={close} />}
      </Suspense>
    </Page>
  );
}

function columnsOf(reason: string | null, onAct: (dialog: TenantDialog, tenantId: string) => void): Column<Tenant>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: (tenant) => (
        <Row tight>
          <Link to="/tenants/$tenantId" params={{ tenantId: tenant.id }} className={nameStyles.name}>
            {tenant.name}
          </Link>
          {tenant.sandbox && <SandboxBadge />}
          {lacks911Address(tenant) && <Badge tone="amber">No 911 address</Badge>}
        </Row>
      ),
    },
    {
      id: 'sipPrefix',
      header: 'SIP prefix',
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
          {tenant.purgeAt && <span className={styles.purge}>data deleted {whenDeleted(tenant.purgeAt)}</span>}
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
    actionsColumn((tenant) => tenantActions({ tenant, disabledReason: reason, onAct }), { visibleHeader: true }),
  ];
}
