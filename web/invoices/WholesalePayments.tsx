import { useState } from 'react';
import {
  type WholesaleInvoiceDetail,
  type WholesalePayment,
  WholesalePaymentCreate,
} from '../../src/wholesale/contract.ts';
import { recordWholesalePayment, reverseWholesalePayment } from '../../src/wholesale/endpoints.ts';
import { dayAt } from '../../src/platform/values/zoned-days.ts';
import { amountLabel } from '../kit/inputs/amount.ts';
import { useChange } from '../kit/session/changes.ts';
import { useApiForm } from '../kit/forms/form.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { PaymentInputs, PaymentText, ReverseButton, ReversePayment } from './payment-pieces.tsx';

type Paid = Pick<WholesaleInvoiceDetail, 'payments' | 'currency' | 'paidByCredit' | 'becameCredit'>;

/** What paid an invoice of the operator. The operator can reverse payments. */
export function PaymentsCard({ invoice, mayReverse }: { invoice: Paid; mayReverse: boolean }) {
  const change = useChange();
  const [reversing, setReversing] = useState<WholesalePayment | null>(null);
  const { payments, currency, paidByCredit, becameCredit } = invoice;
  const [usesCredit, leavesCredit] = [Number(paidByCredit) > 0, Number(becameCredit) > 0];
  if (payments.length === 0 && !usesCredit) return null;
  return (
    <Card title="Payments">
      <LineList>
        {payments.map((payment) => (
          <li key={payment.id}>
            <div>
              <PaymentText payment={payment} />
            </div>
            {mayReverse && payment.reversal === null && (
              <ReverseButton payment={payment} onClick={() => setReversing(payment)} />
            )}
          </li>
        ))}
        {usesCredit && <li>{amountLabel(paidByCredit, currency)} from credit</li>}
      </LineList>
      {leavesCredit && (
        <Muted>
          {amountLabel(becameCredit, currency)} became credit when the invoice was credited. Credit pays other invoices,
          the oldest first.
        </Muted>
      )}
      {reversing && (
        <ReversePayment
          payment={reversing}
          intro="What it paid is open again. This can’t be undone."
          description="The partner sees it."
          send={(body, key) =>
            change(reverseWholesalePayment, { params: { wholesalePaymentId: reversing.id }, body, key })
          }
          onClose={() => setReversing(null)}
        />
      )}
    </Card>
  );
}

const today = (): string => dayAt(Date.now(), 'UTC');
type Typed = { amount: string; paidOn: string; method: string | null; reference: string };

/** Records money that the operator received from a partner. */
export function RecordPayment({ invoice, onClose }: { invoice: WholesaleInvoiceDetail; onClose: () => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(WholesalePaymentCreate, (typed: Typed) => typed),
    values: { amount: invoice.due, paidOn: today(), method: 'bank_transfer', reference: '' },
    send: (body, key) => change(recordWholesalePayment, { params: { wholesaleInvoiceId: invoice.id }, body, key }),
    done: ({ amount, currency }) => {
      toast.success('', `${amountLabel(amount, currency)} recorded`);
      onClose();
    },
    fieldOfCode: { payment_too_high: 'amount' },
  });
  return (
    <FormDialog
      title={`Record a payment of ${invoice.number}`}
      intro={`${amountLabel(invoice.due, invoice.currency)} is left to pay. A payment can’t be changed later, but it can be reversed.`}
      onClose={onClose}
      of={form}
      label="Payment"
      verb="Record payment"
    >
      <PaymentInputs currency={invoice.currency} reader="partner" />
    </FormDialog>
  );
}
