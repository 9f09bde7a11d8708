import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { exportAuditEvents, listAuditEvents } from '../../src/audit/endpoints.ts';
import { listTeam } from '../../src/people/users/endpoints.ts';
import { useTenantOptions } from '../kit/inputs/choices/tenant-options.ts';
import { Download } from '../kit/lists/Download.tsx';
import { useListState } from '../kit/lists/list-state.ts';
import { addressOf } from '../kit/session/call.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { Page } from '../ui/Page.tsx';
import { SelectField, type SelectOption } from '../ui/SelectField.tsx';
import type { AuditSearch } from './audit-search.ts';
import { type AuditFilterProps, AuditFilters } from './AuditFilters.tsx';
import { AuditList } from './AuditList.tsx';
import { auditColumns } from './columns.tsx';
import { auditList } from './queries.ts';

const route = getRouteApi('/authenticated/audit');
const COLUMNS = auditColumns('partner');

export function PartnerAudit() {
  const session = useSession();
  const search = route.useSearch();
  const { setFilters } = useListState<AuditSearch>(search);
  const reason = usePermissionReason('audit.export');
  const { cursor: _place, ...filter } = search;
  return (
    <Page
      title="Audit"
      intro="Every change, who made it and from where. This log can’t be edited."
      brand={brandOf(session)}
      actions={
        <Download
          href={addressOf(exportAuditEvents, { query: filter })}
          file="audit-events.csv"
          disabledReason={reason}
        >
          Export CSV
        </Download>
      }
    >
      <Filters search={search} setFilters={setFilters} />
      <AuditList {...auditList(search)} label="Audit log" columns={COLUMNS} />
    </Page>
  );
}

/** The team, and any other user in the URL, such as a tenant's or a deleted one. */
function usePeople(asked: string | undefined): SelectOption[] {
  const { data: team } = useQuery(apiQuery(listTeam, { query: { limit: 200 } }));
  const options = (team?.items ?? []).map((user) => ({ value: user.id, label: user.email }));
  const stranger = team !== undefined && asked !== undefined && !options.some(({ value }) => value === asked);
  const { data: theirs } = useQuery({
    ...apiQuery(listAuditEvents, { query: { actorId: asked, limit: 1 } }),
    enabled: stranger,
  });
  if (!stranger) return options;
  return [{ value: asked, label: theirs?.items[0]?.actor.email ?? 'Unknown user' }, ...options];
}

function Filters({ search, setFilters }: AuditFilterProps) {
  const [wanted, setWanted] = useState('');
  const tenants = useTenantOptions(wanted, search.tenantId);
  return (
    <AuditFilters search={search} setFilters={setFilters}>
      <SelectField
        label="Tenant"
        placeholder="All tenants"
        {...tenants}
        value={search.tenantId ?? null}
        onChange={(tenantId) => setFilters({ tenantId: tenantId ?? undefined })}
        onSearch={setWanted}
        searchable
        clearable
      />
      <SelectField
        label="Who"
        placeholder="Everyone"
        options={usePeople(search.actorId)}
        value={search.actorId ?? null}
        onChange={(actorId) => setFilters({ actorId: actorId ?? undefined })}
        searchable
        clearable
      />
    </AuditFilters>
  );
}
