import { useState } from 'react';
import { WholesalePaymentCreate, WholesalePaymentReverse } from '../../src/wholesale/contract.ts';
import type { WholesaleInvoiceDetail, WholesalePayment } from '../../src/wholesale/contract.ts';
import { recordWholesalePayment, reverseWholesalePayment } from '../../src/wholesale/endpoints.ts';
import { PAYMENT_METHODS } from '../../src/payments/contract.ts';
import { dayAt } from '../../src/platform/values/zoned-days.ts';
import { METHOD_LABELS } from './payment-labels.ts';
import { amountLabel } from '../kit/amount.ts';
import { useChange } from '../kit/changes.ts';
import { SelectInput, TextareaInput, TextInput, useApiForm } from '../kit/form.tsx';
import { formSchema } from '../kit/form-schema.ts';
import { FormDialog } from '../kit/FormDialog.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { toast } from '../ui/toast.tsx';

/** The payments of an invoice of the operator. The operator can reverse them. */
export function PaymentsCard({ payments, mayReverse }: { payments: WholesalePayment[]; mayReverse: boolean }) {
  const [reversing, setReversing] = useState<WholesalePayment | null>(null);
  if (payments.length === 0) return null;
  return (
    <Card title="Payments">
      <LineList>
        {payments.map((payment) => (
          <li key={payment.id}>
            <div>
              {dayLabel(payment.paidOn)}: {amountLabel(payment.amount, payment.currency)},{' '}
              {METHOD_LABELS[payment.method]} {payment.reference !== '' && <Muted>{payment.reference}</Muted>}{' '}
              {payment.reversal && (
                <>
                  <Badge tone="grey">Reversed</Badge> <Muted>{payment.reversal.reason}</Muted>
                </>
              )}
            </div>
            {mayReverse && payment.reversal === null && (
              <Button
                small
                kind="quiet"
                aria-label={`Reverse the payment of ${amountLabel(payment.amount, payment.currency)}`}
                onClick={() => setReversing(payment)}
              >
                Reverse
              </Button>
            )}
          </li>
        ))}
      </LineList>
      {reversing && <ReversePayment payment={reversing} onClose={() => setReversing(null)} />}
    </Card>
  );
}

function ReversePayment({ payment, onClose }: { payment: WholesalePayment; onClose: () => void }) {
  const change = useChange();
  const amount = amountLabel(payment.amount, payment.currency);
  const form = useApiForm({
    schema: WholesalePaymentReverse,
    values: { reason: '' },
    send: (body, key) => change(reverseWholesalePayment, { params: { wholesalePaymentId: payment.id }, body, key }),
    done: () => {
      toast.success('What it paid is open again.', `${amount} reversed`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Reverse the payment of ${amount}?`}
      intro="What it paid is open again. This can’t be undone."
      size="small"
      onClose={onClose}
      of={form}
      label="Reversal"
      verb="Reverse payment"
    >
      <TextareaInput name="reason" label="Reason" description="The partner sees it." maxLength={500} />
    </FormDialog>
  );
}

const METHODS = PAYMENT_METHODS.map((value) => ({ value, label: METHOD_LABELS[value] }));
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
      <FieldRow>
        <TextInput name="amount" label={`Amount in ${invoice.currency}`} inputMode="decimal" autoFocus />
        <TextInput name="paidOn" label="Received on" type="date" />
      </FieldRow>
      <SelectInput name="method" label="Method" options={METHODS} />
      <TextInput
        name="reference"
        label="Reference"
        description="Optional. The partner sees it, such as a check number."
        maxLength={100}
      />
    </FormDialog>
  );
}
