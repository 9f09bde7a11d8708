import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Payment, Refund, TenantPayment } from '../../src/payments/contract.ts';
import { reversePayment } from '../../src/payments/endpoints.ts';
import { dayAt } from '../../src/platform/values/zoned-days.ts';
import { recordRefund, reverseRefund } from '../../src/refunds/endpoints.ts';
import { useChange } from '../kit/session/changes.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { Card, LineList, Muted, Row } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { PaymentText, RefundLines, ReverseButton, ReverseDialog } from './payment-pieces.tsx';
import { RecordRefund, RecordRefundButton } from './RecordRefund.tsx';
import { RefundEffect } from './RefundEffect.tsx';
import { RefundButton, RefundPayment } from './RefundPayment.tsx';
import { invoicePaymentsQuery, refundPreviewQuery, tenantInvoicePaymentsQuery } from './payment-queries.ts';

const today = (): string => dayAt(Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone);

/** An invoice's payments, for the partner, who can reverse them. */
export function InvoicePayments({ invoiceId }: { invoiceId: string }) {
  const { data, error, refetch } = useQuery(invoicePaymentsQuery(invoiceId));
  const reason = usePermissionReason('payments.write');
  const change = useChange();
  const [reversing, setReversing] = useState<Payment | null>(null);
  const [refunding, setRefunding] = useState<Payment | null>(null);
  const [paidBack, setPaidBack] = useState<Payment | null>(null);
  const [undoing, setUndoing] = useState<(Refund & { currency: string }) | null>(null);
  if (error && !data) return <NotLoaded title="Couldn’t load the payments" error={error} again={refetch} />;
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="Payments">
      <LineList>
        {data.items.map((payment) => (
          <li key={payment.id}>
            <div>
              <PaymentText payment={payment} part={partOf(payment, invoiceId)} />
              <RefundLines
                payment={payment}
                renderAction={(refund) =>
                  refund.byHand &&
                  refund.reversal === null &&
                  payment.reversal === null && (
                    <ReverseButton
                      what="refund"
                      amount={refund.amount}
                      currency={payment.currency}
                      disabledReason={reason}
                      onClick={() => setUndoing({ ...refund, currency: payment.currency })}
                    />
                  )
                }
              />
              {payment.note !== '' && <Muted> Note: {payment.note}</Muted>}
            </div>
            <Row tight>
              <RefundButton payment={payment} onClick={() => setRefunding(payment)} />
              {Number(payment.refundableByHand) > 0 && (
                <RecordRefundButton payment={payment} disabledReason={reason} onClick={() => setPaidBack(payment)} />
              )}
              {payment.reversal === null && Number(payment.refunded) < Number(payment.amount) && (
                <ReverseButton
                  what="payment"
                  amount={payment.amount}
                  currency={payment.currency}
                  disabledReason={reason}
                  onClick={() => setReversing(payment)}
                />
              )}
            </Row>
          </li>
        ))}
      </LineList>
      {refunding && <RefundPayment payment={refunding} onClose={() => setRefunding(null)} />}
      {paidBack && (
        <RecordRefund
          payment={paidBack}
          left={paidBack.refundableByHand}
          today={today()}
          reader="tenant"
          renderEffect={(amount) => (
            <RefundEffect
              query={refundPreviewQuery(paidBack.id, amount, 'hand')}
              currency={paidBack.currency}
              payer={paidBack.billedTo}
              suspends
            />
          )}
          send={(body, key) => change(recordRefund, { params: { paymentId: paidBack.id }, body, key })}
          onClose={() => setPaidBack(null)}
        />
      )}
      {reversing && (
        <ReverseDialog
          what="payment"
          amount={reversing.amount}
          currency={reversing.currency}
          intro={reverseIntro(reversing)}
          description="The tenant sees it, such as “The check was returned”."
          send={(body, key) => change(reversePayment, { params: { paymentId: reversing.id }, body, key })}
          onClose={() => setReversing(null)}
        />
      )}
      {undoing && (
        <ReverseDialog
          what="refund"
          amount={undoing.amount}
          currency={undoing.currency}
          intro="For a refund that was recorded by mistake, or money that came back. It’s credit of the tenant again, and pays what is open. This can’t be undone."
          description="The tenant sees it, such as “Recorded on the wrong payment”."
          send={(body, key) => change(reverseRefund, { params: { refundId: undoing.id }, body, key })}
          onClose={() => setUndoing(null)}
        />
      )}
    </Card>
  );
}

/** Reversing a card payment sends no money back. */
const reverseIntro = ({ refundable }: Payment): string =>
  `What it paid is due again, and credit from it is removed. This can’t be undone.${
    Number(refundable) > 0 ? ' No money goes back to the card: to send it back, refund the payment instead.' : ''
  }`;

/** An invoice's payments, for the tenant, who can only read them. */
export function TenantInvoicePayments({ tenantId, invoiceId }: { tenantId: string; invoiceId: string }) {
  const { data } = useQuery(tenantInvoicePaymentsQuery(tenantId, invoiceId));
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="Payments">
      <LineList>
        {data.items.map((payment) => (
          <li key={payment.id}>
            <div>
              <PaymentText payment={payment} part={partOf(payment, invoiceId)} />
              <RefundLines payment={payment} />
            </div>
          </li>
        ))}
      </LineList>
    </Card>
  );
}

/** The part of a payment that was for an invoice; undefined if all of it was. */
function partOf({ amount, shares }: TenantPayment, invoiceId: string): string | undefined {
  const share = shares.find((one) => one.invoiceId === invoiceId);
  return share && share.amount !== amount ? share.amount : undefined;
}
