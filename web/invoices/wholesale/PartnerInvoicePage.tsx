import { getRouteApi, Link } from '@tanstack/react-router';
import type { WholesaleInvoiceDetail } from '../../../src/wholesale/contract.ts';
import {
  createWholesaleCreditNote,
  getPartnerWholesaleCreditNotePdf,
  getPartnerWholesaleInvoicePdf,
} from '../../../src/wholesale/endpoints.ts';
import { useDialogAddress } from '../../kit/forms/dialog-address.ts';
import { Download } from '../../kit/lists/Download.tsx';
import { LoadedPage } from '../../kit/pages/LoadedPage.tsx';
import { addressOf } from '../../kit/session/call.ts';
import { useChange } from '../../kit/session/changes.ts';
import { Button } from '../../ui/Button.tsx';
import { Row } from '../../ui/layout.tsx';
import { Page } from '../../ui/Page.tsx';
import { CreditDialog } from '../CreditDialog.tsx';
import { CreditNotesCard } from '../CreditNotes.tsx';
import { InvoiceView } from '../InvoiceView.tsx';
import { partnerInvoiceQuery } from './queries.ts';
import { PaymentsCard, RecordPayment } from './WholesalePayments.tsx';

const route = getRouteApi('/authenticated/operator/invoices/$wholesaleInvoiceId');

/** An invoice to a partner, for the operator, who records payments and credits it. */
export function PartnerInvoicePage() {
  const { wholesaleInvoiceId } = route.useParams();
  return (
    <LoadedPage query={partnerInvoiceQuery(wholesaleInvoiceId)} failed="Couldn’t load this invoice">
      {(invoice) => <Loaded invoice={invoice} />}
    </LoadedPage>
  );
}

function Loaded({ invoice }: { invoice: WholesaleInvoiceDetail }) {
  const address = useDialogAddress(['pay', 'credit']);
  const change = useChange();
  const nothingLeft = Number(invoice.credited) >= Number(invoice.total) ? 'Nothing is left to credit.' : null;
  const params = { wholesaleInvoiceId: invoice.id };
  return (
    <Page
      title={`Invoice ${invoice.number}`}
      intro={
        <Link to="/operator/partners/$partnerId/invoices" params={{ partnerId: invoice.partnerId }}>
          All invoices to {invoice.billedTo}
        </Link>
      }
      actions={
        <Row tight>
          <Button kind="primary" onClick={() => address.open('pay')}>
            Record payment
          </Button>
          <Button disabledReason={nothingLeft} onClick={() => address.open('credit')}>
            Credit
          </Button>
          <Download href={addressOf(getPartnerWholesaleInvoicePdf, { params })} file={`${invoice.number}.pdf`}>
            Download PDF
          </Download>
        </Row>
      }
    >
      <InvoiceView invoice={invoice}>
        <PaymentsCard invoice={invoice} mayReverse />
        <CreditNotesCard
          notes={invoice.creditNotes}
          pdf={(wholesaleCreditNoteId) =>
            addressOf(getPartnerWholesaleCreditNotePdf, { params: { wholesaleCreditNoteId } })
          }
        />
      </InvoiceView>
      {address.dialog === 'credit' && (
        <CreditDialog
          invoice={invoice}
          reader="partner"
          send={(body, key) => change(createWholesaleCreditNote, { params, body, key })}
          onClose={address.close}
        />
      )}
      {address.dialog === 'pay' && <RecordPayment invoice={invoice} onClose={address.close} />}
    </Page>
  );
}
