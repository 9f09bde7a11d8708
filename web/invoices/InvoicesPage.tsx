import { IconFileInvoice } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { z } from 'zod';
import type { Invoice } from '../../src/invoices/contract.ts';
import { exportInvoices } from '../../src/invoices/endpoints.ts';
import { Download } from '../kit/lists/Download.tsx';
import { useListState } from '../kit/lists/list-state.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { ButtonLink } from '../kit/pages/links.tsx';
import { addressOf } from '../kit/session/call.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { invoiceColumns } from './columns.tsx';
import { INVOICE_FILTERS, type InvoicesSearch } from './invoices-search.ts';
import { MonthSoFar } from './MonthSoFar.tsx';
import { invoicesList } from './queries.ts';

const route = getRouteApi('/authenticated/invoices');

const FILTER_NAMES: Record<(typeof INVOICE_FILTERS)[number], string> = {
  open: 'Open',
  overdue: 'Overdue',
  paid: 'Paid',
  void: 'Credited',
};
const OPTIONS = INVOICE_FILTERS.map((value) => ({ value, label: FILTER_NAMES[value] }));
const Status = z.enum(INVOICE_FILTERS);

const COLUMNS: Column<Invoice>[] = invoiceColumns((invoice) => (
  <Link to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }}>
    {invoice.number}
  </Link>
));

export function InvoicesPage() {
  const session = useSession();
  const search = route.useSearch();
  const { setFilters } = useListState<InvoicesSearch>(search);
  const reason = usePermissionReason('invoices.export');
  const { status, search: text } = search;
  return (
    <Page
      title="Invoices"
      intro="What your tenants are charged. Invoices are issued when a billing cycle has ended."
      brand={brandOf(session)}
      actions={
        <Row tight>
          <ButtonLink to="/payments">Payments</ButtonLink>
          <Download
            href={addressOf(exportInvoices, { query: { status, search: text } })}
            file="invoices.csv"
            disabledReason={reason}
          >
            Export CSV
          </Download>
        </Row>
      }
    >
      <MonthSoFar />
      <ListPage
        {...invoicesList(search)}
        label="Invoices"
        noun={NOUNS.invoice}
        columns={COLUMNS}
        defaultSort="-number"
        searchHint="Search by tenant or number"
        toolbar={
          <Row tight>
            <SelectField
              label="Status"
              options={OPTIONS}
              value={status ?? null}
              placeholder="Any status"
              clearable
              onChange={(value) => setFilters({ status: Status.safeParse(value).data })}
            />
          </Row>
        }
        empty={
          <Empty icon={<IconFileInvoice size={22} />} title="No invoices yet">
            The first is issued when the billing cycle of a tenant with a billing profile has ended.
          </Empty>
        }
      />
    </Page>
  );
}
