import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { type AuditEvent, COUNTED_AT_MOST } from '../../src/audit/contract.ts';
import type { User } from '../../src/people/contract.ts';
import { address, api, type Page as ApiPage } from '../api.ts';
import { auditColumns } from '../audit/columns.tsx';
import styles from '../audit/audit.module.css';
import { DayField } from '../audit/DayField.tsx';
import { dayStart, localDay, nextDay } from '../audit/days.ts';
import { kindOptions } from '../audit/kinds.ts';
import { Download } from '../Download.tsx';
import { ListPage } from '../ListPage.tsx';
import { useListState } from '../list-state.ts';
import type { AuditSearch } from '../search.ts';
import { brandOf, useReason, useSession } from '../session.ts';
import { Empty, Page } from '../ui/Page.tsx';
import { SelectField, type SelectOption } from '../ui/SelectField.tsx';
import { useTenantOptions } from './tenant-options.ts';

const route = getRouteApi('/inside/audit');
const COLUMNS = auditColumns('partner');

export function Audit() {
  const session = useSession();
  const search = route.useSearch();
  const { ask } = useListState<AuditSearch>(search);
  const reason = useReason('audit.export');
  const { cursor: _place, ...filter } = search;
  return (
    <Page
      title="Audit"
      intro="Every change, who made it and from where. This log can’t be edited."
      brand={brandOf(session)}
      actions={
        <Download href={address('/audit-events/export', filter)} file="audit-events.csv" reason={reason}>
          Export CSV
        </Download>
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
        countedAtMost={COUNTED_AT_MOST}
        empty={
          <Empty icon={<IconHistory size={22} />} title="Nothing yet">
            Every change is recorded here.
          </Empty>
        }
      />
    </Page>
  );
}

/** The team, and whoever else is asked for: a tenant's user, or somebody who is no longer there. */
function usePeople(asked: string | undefined): SelectOption[] {
  const { data: team } = useQuery({
    queryKey: ['tenants', 'users', 'all'],
    queryFn: () => api.get<ApiPage<User>>('/users', { limit: 200 }),
  });
  const options = (team?.items ?? []).map((user) => ({ value: user.id, label: user.email }));
  const stranger = team !== undefined && asked !== undefined && !options.some(({ value }) => value === asked);
  const { data: theirs } = useQuery({
    queryKey: ['tenants', 'audit-events', 'of', asked],
    queryFn: () => api.get<ApiPage<AuditEvent>>('/audit-events', { actorId: asked, limit: 1 }),
    enabled: stranger,
  });
  if (!stranger) return options;
  return [{ value: asked, label: theirs?.items[0]?.actor.email ?? 'Somebody unknown' }, ...options];
}

type FilterProps = { search: AuditSearch; ask: (change: Partial<AuditSearch>, replace?: boolean) => void };

function Filters({ search, ask }: FilterProps) {
  const [wanted, setWanted] = useState('');
  const tenants = useTenantOptions(wanted, search.tenantId);
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
        options={usePeople(search.actorId)}
        value={search.actorId ?? null}
        onChange={(actorId) => ask({ actorId: actorId ?? undefined })}
        searchable
        clearable
      />
      <SelectField
        label="What"
        placeholder="Everything"
        options={kindOptions(search.action)}
        value={search.action ?? null}
        onChange={(action) => ask({ action: action ?? undefined })}
        clearable
      />
      <DayField label="From" value={localDay(search.from)} onChange={(day) => ask({ from: dayStart(day) }, true)} />
      <DayField
        label="Until"
        value={localDay(search.to && nextDay(search.to, -1))}
        onChange={(day) => ask({ to: day ? nextDay(dayStart(day)!, 1) : undefined }, true)}
      />
    </section>
  );
}
