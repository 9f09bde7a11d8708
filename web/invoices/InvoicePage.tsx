import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { InvoiceDetail } from '../../src/invoices/contract.ts';
import { createCreditNote, getCreditNotePdf, getInvoicePdf } from '../../src/invoices/endpoints.ts';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { Download } from '../kit/lists/Download.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { addressOf } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { Button } from '../ui/Button.tsx';
import { Row } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { CreditDialog } from './CreditDialog.tsx';
import { CreditNotesCard } from './CreditNotes.tsx';
import { InvoiceView } from './InvoiceView.tsx';
import { InvoicePayments } from './payments/PaymentLines.tsx';
import { RecordPayment } from './payments/RecordPayment.tsx';
import { creditNotesQuery, invoiceQuery } from './queries.ts';

const route = getRouteApi('/authenticated/invoices/$invoiceId');

export function InvoicePage() {
  const { invoiceId } = route.useParams();
  return (
    <LoadedPage query={invoiceQuery(invoiceId)} failed="Couldn’t load this invoice">
      {(invoice) => <Loaded invoice={invoice} />}
    </LoadedPage>
  );
}

function Loaded({ invoice }: { invoice: InvoiceDetail }) {
  const session = useSession();
  const change = useChange();
  const address = useDialogAddress(['credit', 'pay']);
  const reason = usePermissionReason('invoices.write');
  const payReason = usePermissionReason('payments.write');
  const nothingLeft = Number(invoice.credited) >= Number(invoice.total) ? 'Nothing is left to credit.' : null;
  return (
    <Page
      title={`Invoice ${invoice.number}`}
      brand={brandOf(session)}
      intro={<Link to="/invoices">All invoices</Link>}
      actions={
        <Row tight>
          <Button kind="primary" disabledReason={payReason} onClick={() => address.open('pay')}>
            Record payment
          </Button>
          <Button disabledReason={reason ?? nothingLeft} onClick={() => address.open('credit')}>
            Credit
          </Button>
          <Download
            href={addressOf(getInvoicePdf, { params: { invoiceId: invoice.id } })}
            file={`${invoice.number}.pdf`}
          >
            Download PDF
          </Download>
        </Row>
      }
    >
      <InvoiceView invoice={invoice}>
        <InvoicePayments invoiceId={invoice.id} />
        <CreditNotes invoiceId={invoice.id} />
      </InvoiceView>
      {address.dialog === 'pay' && <RecordPayment invoice={invoice} onClose={address.close} />}
      {address.dialog === 'credit' && (
        <CreditDialog
          invoice={invoice}
          reader="tenant"
          send={(body, key) => change(createCreditNote, { params: { invoiceId: invoice.id }, body, key })}
          onClose={address.close}
        />
      )}
    </Page>
  );
}

function CreditNotes({ invoiceId }: { invoiceId: string }) {
  const { data } = useQuery(creditNotesQuery(invoiceId));
  return (
    <CreditNotesCard
      notes={data?.items ?? []}
      pdf={(creditNoteId) => addressOf(getCreditNotePdf, { params: { creditNoteId } })}
    />
  );
}
