import { useState } from 'react';
import { dayAt } from '../../../src/platform/time/zoned-days.ts';
import {
  type WholesaleInvoiceDetail,
  type WholesalePayment,
  WholesalePaymentCreate,
  type WholesaleRefund,
} from '../../../src/wholesale/contract.ts';
import {
  recordWholesalePayment,
  recordWholesaleRefund,
  reverseWholesalePayment,
  reverseWholesaleRefund,
} from '../../../src/wholesale/endpoints.ts';
import { formSchema } from '../../kit/forms/form-schema.ts';
import { useApiForm } from '../../kit/forms/form.tsx';
import { FormDialog } from '../../kit/forms/FormDialog.tsx';
import { amountLabel, subtractAmount } from '../../kit/inputs/money/amount.ts';
import { useChange } from '../../kit/session/changes.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Card, LineList, Muted, Row } from '../../ui/layout.tsx';
import { dayLabel } from '../../ui/time-labels.ts';
import { toast } from '../../ui/toast.tsx';
import { METHOD_LABELS } from '../payments/payment-labels.ts';
import {
  introOf,
  KeepOverpayment,
  PaymentInputs,
  PaymentText,
  ReverseButton,
  ReverseDialog,
  startOf,
} from '../payments/payment-pieces.tsx';
import { RecordRefund, RecordRefundButton } from '../payments/RecordRefund.tsx';
import { RefundEffect } from '../payments/RefundEffect.tsx';
import { partnerRefundPreviewQuery } from './queries.ts';

type Paid = Pick<WholesaleInvoiceDetail, 'payments' | 'currency' | 'billedTo' | 'paidByCredit' | 'becameCredit'>;

type Open =
  | { kind: 'record-refund' | 'reverse'; payment: WholesalePayment }
  | { kind: 'reverse-refund'; refund: WholesaleRefund };

/** The payments of an invoice from the operator, who can reverse them and their refunds. */
export function PaymentsCard({ invoice, mayReverse }: { invoice: Paid; mayReverse: boolean }) {
  const [open, setOpen] = useState<Open | null>(null);
  const { payments, currency, billedTo, paidByCredit, becameCredit } = invoice;
  const [usesCredit, leavesCredit] = [Number(paidByCredit) > 0, Number(becameCredit) > 0];
  if (payments.length === 0 && !usesCredit) return null;
  return (
    <Card title="Payments">
      <LineList>
        {payments.map((payment) => (
          <li key={payment.id}>
            <div>
              <PaymentText payment={payment} />
              {payment.refunds.map((refund) => (
                <div key={refund.id}>
                  {dayLabel(refund.paidOn)}: {amountLabel(refund.amount, currency)} paid back,{' '}
                  {METHOD_LABELS[refund.method]} {refund.reference !== '' && <Muted>{refund.reference}</Muted>}{' '}
                  {refund.reversal && <Badge tone="grey">Reversed</Badge>}{' '}
                  <Muted>{refund.reversal?.reason ?? refund.reason}</Muted>
                  {mayReverse && refund.reversal === null && payment.reversal === null && (
                    <ReverseButton
                      what="refund"
                      amount={refund.amount}
                      currency={currency}
                      onClick={() => setOpen({ kind: 'reverse-refund', refund })}
                    />
                  )}
                </div>
              ))}
            </div>
            {mayReverse && payment.reversal === null && Number(payment.refunded) < Number(payment.amount) && (
              <Row tight>
                <RecordRefundButton payment={payment} onClick={() => setOpen({ kind: 'record-refund', payment })} />
                <ReverseButton
                  what="payment"
                  amount={payment.amount}
                  currency={currency}
                  onClick={() => setOpen({ kind: 'reverse', payment })}
                />
              </Row>
            )}
          </li>
        ))}
        {usesCredit && <li>{amountLabel(paidByCredit, currency)} from credit</li>}
      </LineList>
      {leavesCredit && (
        <Muted>
          {amountLabel(becameCredit, currency)} became credit, since it’s more than what was left of the invoice. Credit
          pays other invoices, the oldest first.
        </Muted>
      )}
      {open && <OpenDialog open={open} payer={billedTo} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function OpenDialog({ open, payer, onClose }: { open: Open; payer: string; onClose: () => void }) {
  const change = useChange();
  switch (open.kind) {
    case 'record-refund': {
      const { payment } = open;
      return (
        <RecordRefund
          payment={payment}
          left={subtractAmount(payment.amount, payment.refunded, payment.currency)}
          today={today()}
          reader="partner"
          renderEffect={(amount) => (
            <RefundEffect
              query={partnerRefundPreviewQuery(payment.id, amount)}
              currency={payment.currency}
              payer={payer}
            />
          )}
          send={(body, key) => change(recordWholesaleRefund, { params: { wholesalePaymentId: payment.id }, body, key })}
          onClose={onClose}
        />
      );
    }
    case 'reverse':
      return (
        <ReverseDialog
          what="payment"
          amount={open.payment.amount}
          currency={open.payment.currency}
          intro="What it paid is due again. This can’t be undone."
          description="The partner sees it."
          send={(body, key) =>
            change(reverseWholesalePayment, { params: { wholesalePaymentId: open.payment.id }, body, key })
          }
          onClose={onClose}
        />
      );
    case 'reverse-refund':
      return (
        <ReverseDialog
          what="refund"
          amount={open.refund.amount}
          currency={open.refund.currency}
          intro="For a refund that was recorded by mistake, or money that came back. It’s credit of the partner again, and pays what is open. This can’t be undone."
          description="The partner sees it."
          send={(body, key) =>
            change(reverseWholesaleRefund, { params: { wholesaleRefundId: open.refund.id }, body, key })
          }
          onClose={onClose}
        />
      );
  }
}

const today = (): string => dayAt(Date.now(), 'UTC');
type Typed = { amount: string; paidOn: string; method: string | null; reference: string; keepRest: boolean };
const toCreate = ({ keepRest, ...typed }: Typed) => ({ ...typed, overpayment: keepRest ? 'keep' : 'refuse' });

/** Records a payment that the operator received from a partner. */
export function RecordPayment({ invoice, onClose }: { invoice: WholesaleInvoiceDetail; onClose: () => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(WholesalePaymentCreate, toCreate),
    values: { ...startOf(invoice), paidOn: today(), method: 'bank_transfer', reference: '' },
    send: (body, key) => change(recordWholesalePayment, { params: { wholesaleInvoiceId: invoice.id }, body, key }),
    done: ({ amount, currency }) => {
      toast.success('', `${amountLabel(amount, currency)} recorded`);
      onClose();
    },
    fieldOfCode: { payment_too_high: 'amount' },
  });
  return (
    <FormDialog
      title={`Record a payment for ${invoice.number}`}
      intro={introOf(invoice)}
      onClose={onClose}
      of={form}
      label="Payment"
      verb="Record payment"
    >
      <PaymentInputs currency={invoice.currency} reader="partner" />
      <KeepOverpayment invoice={invoice} />
    </FormDialog>
  );
}
