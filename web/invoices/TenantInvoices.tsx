import { getRouteApi, Link } from '@tanstack/react-router';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { invoiceColumns } from './columns.tsx';
import { InvoiceList } from './InvoiceList.tsx';
import { tenantInvoicesList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/billing');

/** A tenant's invoices, for its partner and its own admins. */
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
    <InvoiceList
      list={tenantInvoicesList(tenantId, route.useSearch())}
      columns={columns}
      empty="An invoice is issued when a billing cycle has ended."
    />
  );
}
