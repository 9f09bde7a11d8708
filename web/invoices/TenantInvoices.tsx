import { getRouteApi, Link } from '@tanstack/react-router';
import { IconFileInvoice } from '@tabler/icons-react';
import { ListPage } from '../kit/ListPage.tsx';
import { NOUNS } from '../kit/nouns.ts';
import { useTenantId } from '../kit/tenant-context.ts';
import { Empty } from '../ui/Page.tsx';
import { invoiceColumns } from './columns.tsx';
import { tenantInvoicesList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/billing');

/** What one tenant was charged: the same for its partner and its own admins. */
export function TenantInvoices() {
  const tenantId = useTenantId();
  const columns = invoiceColumns(
    ({ id, number }) => (
      <Link to="/tenants/$tenantId/billing/$invoiceId" params={{ tenantId, invoiceId: id }}>
        {number}
      </Link>
    ),
    true,
  );
  return (
    <ListPage
      {...tenantInvoicesList(tenantId, route.useSearch())}
      label="Invoices"
      noun={NOUNS.invoice}
      columns={columns}
      defaultSort="-number"
      empty={
        <Empty icon={<IconFileInvoice size={22} />} title="No invoices yet">
          An invoice is issued when a billing cycle has ended.
        </Empty>
      }
    />
  );
}
