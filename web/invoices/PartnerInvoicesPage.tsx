import { IconFileInvoice } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { WholesaleInvoice } from '../../src/wholesale/contract.ts';
import { ListPage } from '../kit/ListPage.tsx';
import { ButtonLink } from '../kit/links.tsx';
import { NOUNS } from '../kit/nouns.ts';
import { Empty, Page } from '../ui/Page.tsx';
import { invoiceColumns } from './columns.tsx';
import { partnerInvoicesList } from './wholesale-queries.ts';

const route = getRouteApi('/authenticated/operator/partners/$partnerId/invoices');

/** What the operator has charged a partner. */
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
      <ListPage
        {...partnerInvoicesList(partnerId, route.useSearch())}
        label="Invoices"
        noun={NOUNS.invoice}
        columns={columns}
        defaultSort="-number"
        empty={
          <Empty icon={<IconFileInvoice size={22} />} title="No invoices yet">
            An invoice is issued a few hours after a cycle of the wholesale terms has ended.
          </Empty>
        }
      />
    </Page>
  );
}
