import { getRouteApi, Link } from '@tanstack/react-router';
import type { WholesaleInvoice } from '../../../src/wholesale/contract.ts';
import { ButtonLink } from '../../kit/pages/links.tsx';
import { Page } from '../../ui/Page.tsx';
import { invoiceColumns } from '../columns.tsx';
import { InvoiceList } from '../InvoiceList.tsx';
import { partnerInvoicesList } from './queries.ts';

const route = getRouteApi('/authenticated/operator/partners/$partnerId/invoices');

export function PartnerInvoicesPage() {
  const { partnerId } = route.useParams();
  const columns = invoiceColumns<WholesaleInvoice>(
    ({ id, number }) => (
      <Link to="/operator/invoices/$wholesaleInvoiceId" params={{ wholesaleInvoiceId: id }}>
        {number}
      </Link>
    ),
    true,
  );
  return (
    <Page
      title="Invoices to the partner"
      intro={
        <Link to="/operator/partners/$partnerId" params={{ partnerId }}>
          The partner
        </Link>
      }
      actions={
        <ButtonLink to="/operator/partners/$partnerId/statement" params={{ partnerId }}>
          Statement of account
        </ButtonLink>
      }
    >
      <InvoiceList
        list={partnerInvoicesList(partnerId, route.useSearch())}
        columns={columns}
        empty="An invoice is issued a few hours after a cycle of the wholesale terms has ended."
      />
    </Page>
  );
}
