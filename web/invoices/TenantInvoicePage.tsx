import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { getTenantInvoicePdf } from '../../src/invoices/tenant-endpoints.ts';
import { ApiError } from '../kit/api.ts';
import { addressOf } from '../kit/call.ts';
import { Download } from '../kit/Download.tsx';
import { NotFound } from '../kit/NotFound.tsx';
import { useTitleEnd } from '../kit/tenant-context.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Page } from '../ui/Page.tsx';
import { InvoiceView } from './InvoiceView.tsx';
import { tenantInvoiceQuery } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/billing/$invoiceId');

export function TenantInvoicePage() {
  const params = route.useParams();
  const titleEnd = useTitleEnd();
  const { data, error, refetch } = useQuery(tenantInvoiceQuery(params.tenantId, params.invoiceId));
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  if (!data)
    return error ? (
      <NotLoaded title="Couldn’t load this invoice" error={error} again={refetch} />
    ) : (
      <output>Loading…</output>
    );
  return (
    <Page
      title={`Invoice ${data.number}`}
      brand={titleEnd}
      intro={
        <Link to="/tenants/$tenantId/billing" params={{ tenantId: params.tenantId }}>
          All invoices
        </Link>
      }
      actions={
        <Download href={addressOf(getTenantInvoicePdf, { params })} file={`${data.number}.pdf`}>
          Download PDF
        </Download>
      }
    >
      <InvoiceView invoice={data} />
    </Page>
  );
}
