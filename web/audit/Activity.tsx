import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../kit/session/session.ts';
import { useTenant, useTitleEnd } from '../kit/session/tenant-context.ts';
import { Page } from '../ui/Page.tsx';
import { AuditList } from './AuditList.tsx';
import { auditColumns } from './columns.tsx';
import { activityList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/activity');
const COLUMNS = auditColumns('tenant');

/** Every change in this tenant. Only the partner sees the `actions`. */
export function Activity({ actions }: { actions: ReactNode }) {
  const tenant = useTenant();
  const partners = useSession().tenant === null;
  return (
    <Page
      title="Activity"
      intro={
        partners
          ? 'Every change to this tenant. Your customer sees this too, without your notes, reasons, limits and IP addresses.'
          : 'Every change made by you and your provider.'
      }
      brand={useTitleEnd()}
      actions={partners && actions}
    >
      <AuditList {...activityList(tenant.id, route.useSearch())} label="Activity" columns={COLUMNS} />
    </Page>
  );
}
