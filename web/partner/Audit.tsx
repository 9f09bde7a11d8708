import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { User } from '../../src/people/contract.ts';
import { address, api, type Page as ApiPage } from '../api.ts';
import { auditColumns } from '../audit/columns.tsx';
import styles from '../audit/audit.module.css';
import { dayStart, localDay, nextDay } from '../audit/days.ts';
import { ListPage } from '../ListPage.tsx';
import { useListState } from '../list-state.ts';
import type { AuditSearch } from '../search.ts';
import { brandOf, useReason, useSession } from '../session.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { TextField } from '../ui/fields.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { useTenantOptions } from './tenant-options.ts';

const route = getRouteApi('/inside/audit');
const COLUMNS = auditColumns(false);

/** All of one kind, as the server filters: the part of an action before its dot. */
const KINDS = [
  { value: 'tenant', label: 'Tenants' },
  { value: 'extension', label: 'Extensions' },
  { value: 'did', label: 'Numbers' },
  { value: 'user', label: 'Users' },
  { value: 'call', label: 'Calls' },
  { value: 'session', label: 'Signing in' },
  { value: 'tenant_defaults', label: 'Tenant defaults' },
  { value: 'billing_profile', label: 'Billing profiles' },
  { value: 'audit', label: 'Audit' },
];

export function Audit() {
  const session = useSession();
  const search = route.useSearch();
  const { ask } = useListState<AuditSearch>(search);
  const reason = useReason('audit.export');
  const { cursor: _place, ...filter } = search;
  return (
    <Page
      title="Audit"
      intro="Every change, who made it and from where. Nothing here is ever changed."
      brand={brandOf(session)}
      actions={
        reason ? (
          <Button reason={reason}>Export CSV</Button>
        ) : (
          <a className={buttonClass()} href={address('/audit-events/export', filter)} download="audit-events.csv">
            <IconDownload size={16} aria-hidden />
            Export CSV
          </a>
        )
      }
    >
      <Filters search={search} ask={ask} />
      <ListPage
        path="/audit-events"
        cacheKey={['tenants', 'audit-events']}
        search={search}
        filter={filter}
        label="Audit trail"
        noun="event"
        columns={COLUMNS}
        empty={
          <Empty icon={<IconHistory size={22} />} title="Nothing happened yet">
            Every change is written down here.
          </Empty>
        }
      />
    </Page>
  );
}

function Filters({ search, ask }: { search: AuditSearch; ask: (change: Partial<AuditSearch>) => void }) {
  const [wanted, setWanted] = useState('');
  const tenants = useTenantOptions(wanted, search.tenantId);
  const { data: team } = useQuery({
    queryKey: ['tenants', 'users', 'all'],
    queryFn: () => api.get<ApiPage<User>>('/users', { limit: 200 }),
  });
  return (
    <section className={styles.filters} aria-label="Filters">
      <SelectField
        label="Tenant"
        placeholder="All tenants"
        options={tenants}
        value={search.tenantId ?? null}
        onChange={(tenantId) => ask({ tenantId: tenantId ?? undefined })}
        onSearch={setWanted}
        searchable
        clearable
      />
      <SelectField
        label="Who"
        placeholder="Everybody"
        options={(team?.items ?? []).map((user) => ({ value: user.id, label: user.email }))}
        value={search.actorId ?? null}
        onChange={(actorId) => ask({ actorId: actorId ?? undefined })}
        searchable
        clearable
      />
      <SelectField
        label="What"
        placeholder="Everything"
        options={KINDS}
        value={search.action ?? null}
        onChange={(action) => ask({ action: action ?? undefined })}
        clearable
      />
      <TextField
        label="From"
        type="date"
        value={localDay(search.from)}
        onChange={(day) => ask({ from: dayStart(day) })}
      />
      <TextField
        label="Until"
        type="date"
        value={localDay(search.to && nextDay(search.to, -1))}
        onChange={(day) => ask({ to: day ? nextDay(dayStart(day)!, 1) : undefined })}
      />
    </section>
  );
}
