import { getRouteApi, Link } from '@tanstack/react-router';
import { getTenantInvoicePdf } from '../../src/invoices/tenant-endpoints.ts';
import { Download } from '../kit/lists/Download.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { addressOf } from '../kit/session/call.ts';
import { useTitleEnd } from '../kit/session/tenant-context.ts';
import { Page } from '../ui/Page.tsx';
import { InvoiceView } from './InvoiceView.tsx';
import { TenantInvoicePayments } from './payments/PaymentLines.tsx';
import { tenantInvoiceQuery } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/billing/$invoiceId');

export function TenantInvoicePage() {
  const params = route.useParams();
  const titleEnd = useTitleEnd();
  return (
    <LoadedPage query={tenantInvoiceQuery(params.tenantId, params.invoiceId)} failed="Couldn’t load this invoice">
      {(invoice) => (
        <Page
          title={`Invoice ${invoice.number}`}
          brand={titleEnd}
          intro={
            <Link to="/tenants/$tenantId/billing" params={{ tenantId: params.tenantId }}>
              All invoices
            </Link>
          }
          actions={
            <Download href={addressOf(getTenantInvoicePdf, { params })} file={`${invoice.number}.pdf`}>
              Download PDF
            </Download>
          }
        >
          <InvoiceView invoice={invoice}>
            <TenantInvoicePayments tenantId={params.tenantId} invoiceId={invoice.id} />
          </InvoiceView>
        </Page>
      )}
    </LoadedPage>
  );
}
