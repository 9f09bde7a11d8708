import { getRouteApi } from '@tanstack/react-router';
import { listOperatorAuditEvents } from '../../src/audit/endpoints.ts';
import { useListState } from '../kit/lists/list-state.ts';
import { apiList } from '../kit/session/queries.ts';
import { Page } from '../ui/Page.tsx';
import type { AuditSearch } from './audit-search.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditList } from './AuditList.tsx';
import { auditColumns } from './columns.tsx';

const route = getRouteApi('/authenticated/operator/audit');
const COLUMNS = auditColumns('operator');

/** The operator's own trail: actions on the platform, and each view of a partner's tenants. */
export function OperatorAudit() {
  const search = route.useSearch();
  const { setFilters } = useListState<AuditSearch>(search);
  const { cursor: _place, ...filter } = search;
  return (
    <Page title="Audit" intro="Changes to the platform, and sign-ins outside any partner. This log can’t be edited.">
      <AuditFilters search={search} setFilters={setFilters} />
      <AuditList {...apiList(listOperatorAuditEvents, { search, filter })} label="Audit log" columns={COLUMNS} />
    </Page>
  );
}
