import { getRouteApi } from '@tanstack/react-router';
import { AuditList } from './AuditList.tsx';
import { auditColumns } from './columns.tsx';
import { useSession } from '../kit/session.ts';
import { Page } from '../ui/Page.tsx';
import { useTenant, useTitleEnd } from '../kit/tenant-context.ts';
import { Manifests } from '../tenants/Manifests.tsx';

const route = getRouteApi('/authenticated/tenants/$tenantId/activity');
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
