import { getRouteApi } from '@tanstack/react-router';
import { AuditList } from '../audit/AuditList.tsx';
import { auditColumns } from '../audit/columns.tsx';
import { useSession } from '../session.ts';
import { Page } from '../ui/Page.tsx';
import { useTenant, useTitleEnd } from './context.ts';
import { Manifests } from './Manifests.tsx';

const route = getRouteApi('/inside/tenants/$tenantId/activity');
const COLUMNS = auditColumns('tenant');

/** What was done in this tenant, by its own people and by its provider. */
export function Activity() {
  const tenant = useTenant();
  const partners = useSession().tenant === null;
  return (
    <Page
      title="Activity"
      intro={
        partners
          ? 'Who did what here. Your customer can see this too, except your notes, reasons, limits and IP addresses.'
          : 'Who did what here: you and your provider.'
      }
      brand={useTitleEnd()}
      actions={partners && <Manifests />}
    >
      <AuditList
        path={`/tenants/${tenant.id}/audit-events`}
        cacheKey={['tenants', 'audit', tenant.id]}
        search={route.useSearch()}
        label="Activity"
        columns={COLUMNS}
      />
    </Page>
  );
}
