import { getRouteApi } from '@tanstack/react-router';
import { IconHistory } from '@tabler/icons-react';
import { auditColumns } from '../audit/columns.tsx';
import { ListPage } from '../ListPage.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { useTenant, useTitleEnd } from './context.ts';

const route = getRouteApi('/inside/tenants/$tenantId/activity');
const COLUMNS = auditColumns(true);

/** What was done in this tenant, by its own people and by its provider. */
export function Activity() {
  const tenant = useTenant();
  return (
    <Page title="Activity" intro="Who did what here: your own people and your provider’s." brand={useTitleEnd()}>
      <ListPage
        path={`/tenants/${tenant.id}/audit-events`}
        cacheKey={['tenants', 'audit', tenant.id]}
        search={route.useSearch()}
        label="Activity"
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
