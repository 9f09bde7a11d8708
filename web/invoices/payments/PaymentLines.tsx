import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Payment, Refund, TenantPayment } from '../../../src/payments/contract.ts';
import { reversePayment } from '../../../src/payments/endpoints.ts';
import { recordRefund, reverseRefund } from '../../../src/refunds/endpoints.ts';
import { LoadedDialog } from '../../kit/pages/LoadedDialog.tsx';
import { useChange } from '../../kit/session/changes.ts';
import { usePermissionReason } from '../../kit/session/session.ts';
import { Card, LineList, Muted, Row } from '../../ui/layout.tsx';
import { LoadError } from '../../ui/LoadError.tsx';
import { PaymentText, RefundLines, ReverseButton, ReverseDialog } from './payment-pieces.tsx';
import { invoicePaymentsQuery, partnerTodayQuery, refundPreviewQuery, tenantInvoicePaymentsQuery } from './queries.ts';
import { RecordRefund, RecordRefundButton } from './RecordRefund.tsx';
import { RefundEffect } from './RefundEffect.tsx';
import { RefundButton, RefundPayment } from './RefundPayment.tsx';

type Open =
  | { kind: 'refund' | 'record-refund' | 'reverse'; payment: Payment }
  | { kind: 'reverse-refund'; refund: Refund; currency: string };

/** An invoice's payments, for the partner, who can reverse them. */
export function InvoicePayments({ invoiceId }: { invoiceId: string }) {
  const { data, error, refetch } = useQuery(invoicePaymentsQuery(invoiceId));
  const reason = usePermissionReason('payments.write');
  const [open, setOpen] = useState<Open | null>(null);
  if (error && !data) return <LoadError title="Couldn’t load the payments" error={error} again={refetch} />;
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
                      onClick={() => setOpen({ kind: 'reverse-refund', refund, currency: payment.currency })}
                    />
                  )
                }
              />
              {payment.note !== '' && <Muted> Note: {payment.note}</Muted>}
            </div>
            <Row tight>
              <RefundButton payment={payment} onClick={() => setOpen({ kind: 'refund', payment })} />
              {Number(payment.refundableByHand) > 0 && (
                <RecordRefundButton
                  payment={payment}
                  disabledReason={reason}
                  onClick={() => setOpen({ kind: 'record-refund', payment })}
                />
              )}
              {payment.reversal === null && Number(payment.refunded) < Number(payment.amount) && (
                <ReverseButton
                  what="payment"
                  amount={payment.amount}
                  currency={payment.currency}
                  disabledReason={reason}
                  onClick={() => setOpen({ kind: 'reverse', payment })}
                />
              )}
            </Row>
          </li>
        ))}
      </LineList>
      {open && <OpenDialog open={open} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function OpenDialog({ open, onClose }: { open: Open; onClose: () => void }) {
  const change = useChange();
  switch (open.kind) {
    case 'refund':
      return <RefundPayment payment={open.payment} onClose={onClose} />;
    case 'record-refund': {
      const { payment } = open;
      return (
        <LoadedDialog query={partnerTodayQuery} onClose={onClose}>
          {(today) => (
            <RecordRefund
              payment={payment}
              left={payment.refundableByHand}
              today={today}
              reader="tenant"
              renderEffect={(amount) => (
                <RefundEffect
                  query={refundPreviewQuery(payment.id, amount, 'hand')}
                  currency={payment.currency}
                  payer={payment.billedTo}
                  suspends
                />
              )}
              send={(body, key) => change(recordRefund, { params: { paymentId: payment.id }, body, key })}
              onClose={onClose}
            />
          )}
        </LoadedDialog>
      );
    }
    case 'reverse':
      return (
        <ReverseDialog
          what="payment"
          amount={open.payment.amount}
          currency={open.payment.currency}
          intro={reverseIntro(open.payment)}
          description="The tenant sees it, such as “The check was returned”."
          send={(body, key) => change(reversePayment, { params: { paymentId: open.payment.id }, body, key })}
          onClose={onClose}
        />
      );
    case 'reverse-refund':
      return (
        <ReverseDialog
          what="refund"
          amount={open.refund.amount}
          currency={open.currency}
          intro="For a refund that was recorded by mistake, or money that came back. It’s credit of the tenant again, and pays what is open. This can’t be undone."
          description="The tenant sees it, such as “Recorded on the wrong payment”."
          send={(body, key) => change(reverseRefund, { params: { refundId: open.refund.id }, body, key })}
          onClose={onClose}
        />
      );
  }
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
