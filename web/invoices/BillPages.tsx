import { getRouteApi, Link } from '@tanstack/react-router';
import type { WholesaleInvoice } from '../../src/wholesale/contract.ts';
import {
  exportWholesaleInvoices,
  exportWholesaleStatement,
  getWholesaleCreditNotePdf,
  getWholesaleInvoicePdf,
} from '../../src/wholesale/endpoints.ts';
import { Download } from '../kit/lists/Download.tsx';
import { ButtonLink } from '../kit/pages/links.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { addressOf } from '../kit/session/call.ts';
import { brandOf, useSession } from '../kit/session/session.ts';
import { Row } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { invoiceColumns } from './columns.tsx';
import { CreditNotesCard } from './CreditNotes.tsx';
import { InvoiceList } from './InvoiceList.tsx';
import { InvoiceView } from './InvoiceView.tsx';
import { StatementView } from './StatementView.tsx';
import { billList, billQuery, billStatementQuery } from './wholesale/queries.ts';
import { PaymentsCard } from './wholesale/WholesalePayments.tsx';

const ofList = getRouteApi('/authenticated/bill');
const ofInvoice = getRouteApi('/authenticated/bill/$wholesaleInvoiceId');
const ofStatement = getRouteApi('/authenticated/bill/statement');

/** The operator's charges to the partner, which tenants never see. */
export function BillPage() {
  const columns = invoiceColumns<WholesaleInvoice>(
    ({ id, number }) => (
      <Link to="/bill/$wholesaleInvoiceId" params={{ wholesaleInvoiceId: id }}>
        {number}
      </Link>
    ),
    true,
  );
  return (
    <Page
      title="Your bill"
      intro="What the platform operator charges you. Your tenants don’t see it."
      brand={brandOf(useSession())}
      actions={
        <Row tight>
          <ButtonLink to="/bill/statement">Statement of account</ButtonLink>
          <Download href={addressOf(exportWholesaleInvoices)} file="operator-invoices.csv">
            Export CSV
          </Download>
        </Row>
      }
    >
      <InvoiceList
        list={billList(ofList.useSearch())}
        columns={columns}
        empty="The operator’s invoices appear here, each month after the month has ended."
      />
    </Page>
  );
}

export function BillInvoicePage() {
  const params = ofInvoice.useParams();
  const brand = brandOf(useSession());
  return (
    <LoadedPage query={billQuery(params.wholesaleInvoiceId)} failed="Couldn’t load this invoice">
      {(invoice) => (
        <Page
          title={`Invoice ${invoice.number}`}
          brand={brand}
          intro={<Link to="/bill">Your bill</Link>}
          actions={
            <Download href={addressOf(getWholesaleInvoicePdf, { params })} file={`${invoice.number}.pdf`}>
              Download PDF
            </Download>
          }
        >
          <InvoiceView invoice={invoice}>
            <PaymentsCard invoice={invoice} mayReverse={false} />
            <CreditNotesCard
              notes={invoice.creditNotes}
              pdf={(wholesaleCreditNoteId) =>
                addressOf(getWholesaleCreditNotePdf, { params: { wholesaleCreditNoteId } })
              }
            />
          </InvoiceView>
        </Page>
      )}
    </LoadedPage>
  );
}

export function BillStatementPage() {
  const search = ofStatement.useSearch();
  const brand = brandOf(useSession());
  return (
    <LoadedPage query={billStatementQuery(search)} failed="Couldn’t load the statement">
      {(statement) => (
        <Page
          title="Statement of account"
          brand={brand}
          intro={<Link to="/bill">Your bill</Link>}
          actions={
            <Download href={addressOf(exportWholesaleStatement, { query: search })} file="operator-statement.csv">
              Export CSV
            </Download>
          }
        >
          <StatementView statement={statement} search={search} />
        </Page>
      )}
    </LoadedPage>
  );
}
